//! Word lists: cities, occupations in many languages, languages, and everyday short forms.

mod city;
mod short;
mod table;
mod title;
mod tongue;

pub(crate) use city::City;
pub(crate) use short::short_forms;
pub(crate) use title::{head, is_head, related, same_field, same_occupation};
pub(crate) use tongue::{level_of, names_of};
