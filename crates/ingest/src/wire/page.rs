//! A page of a listing.

use serde::Deserialize;
use serde_json::Value;

use super::lenient;

/// A page of `GET /candidates`, `GET /jobs` and others; its items are read one by one.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Page {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) next_page_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::count")]
    pub(crate) total_found: Option<u64>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub(crate) content: Vec<Value>,
}
