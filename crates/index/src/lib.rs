//! Finds persons: a full-text index over golden profiles with typed fields, facets and the reason of each hit.
//!
//! In: golden profiles ([`Entry`]) and queries ([`Query`]). Out: pages of [`Hit`]s. The index is a cache of the database and can
//! be rebuilt from it at any time. Not here: the database, deciding who is who.

mod analysis;
mod document;
mod entry;
mod error;
mod facets;
mod page;
mod plan;
mod query;
mod reason;
mod schema;
mod store;
mod syntax;
mod values;

pub use entry::{Entry, Origin};
pub use error::IndexError;
pub use page::{FacetCount, Hit, Page, Reason};
pub use query::{Facet, Filter, InvalidQuery, Query, Sort};
pub use store::{Index, Writer};
