//! Finds persons: a full-text index over golden profiles with typed fields, facets and the reason of each hit.
//!
//! In: golden profiles ([`Entry`]) and queries ([`Query`]). Out: pages of [`Hit`]s. The index is a cache of the database and can
//! be rebuilt from it at any time. Not here: the database, deciding who is who.

mod analysis;
mod columns;
mod document;
mod entry;
mod error;
mod expand;
mod facets;
mod facts;
mod fold;
mod guard;
mod judge;
mod lexicon;
mod measured;
mod numbers;
mod page;
mod phrase;
mod plan;
mod query;
mod rank;
mod reason;
mod schema;
mod similar;
mod store;
mod suggest;
mod syntax;
mod terms;
mod values;

pub use entry::{Entry, Origin};
pub use error::IndexError;
pub use judge::{Question, Subject};
pub use page::{Because, Expansion, FacetCount, Hit, Occurs, Page, Reason};
pub use query::{Facet, Filter, InvalidQuery, Query, Sort};
pub use store::{Index, Writer};
