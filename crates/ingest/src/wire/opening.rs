//! Jobs of the Job API and postings of the public Posting API.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::candidate::Labeled;
use super::lenient;

/// The answer of `GET /v1/companies/{companyIdentifier}/postings/{postingId}`; a line of the list has less of the same.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Posting {
    pub(crate) id: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) uuid: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) ref_number: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) job_ad_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) company: Option<Labeled>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) released_date: Option<String>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) location: Option<Place>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) industry: Option<Labeled>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) department: Option<Labeled>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) function: Option<Labeled>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) type_of_employment: Option<Labeled>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) experience_level: Option<Labeled>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub(crate) custom_field: Vec<CustomField>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) visibility: Option<String>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) language: Option<Tongue>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) apply_url: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) posting_url: Option<String>,
    /// `false` where it is taken down; absent counts as up.
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) active: Option<String>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) job_ad: Option<JobAd>,
}

/// The answer of `GET /jobs/{jobId}`; a line of the list has less of the same.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Job {
    pub(crate) id: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) title: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) ref_number: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) created_on: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) updated_on: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) target_hiring_date: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) status: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) posting_status: Option<String>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) department: Option<Labeled>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) location: Option<Place>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) industry: Option<Labeled>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) function: Option<Labeled>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) type_of_employment: Option<Labeled>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) experience_level: Option<Labeled>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) language: Option<Tongue>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) compensation: Option<Compensation>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub(crate) properties: Vec<Property>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) job_ad: Option<JobAd>,
}

/// A place of work: postings write the country as a code, jobs as a name beside one; coordinates are not used.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Place {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) country: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) country_code: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) region: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) city: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) address: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) postal_code: Option<String>,
    #[serde(default, deserialize_with = "lenient::truth")]
    pub(crate) remote: bool,
    #[serde(default, deserialize_with = "lenient::truth")]
    pub(crate) hybrid: bool,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) full_location: Option<String>,
}

/// A language.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Tongue {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) code: Option<String>,
}

/// What a job pays.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Compensation {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) min: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) max: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) currency: Option<String>,
}

/// A field of the company's own, on a posting.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CustomField {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) field_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) field_label: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) value_id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) value_label: Option<String>,
}

/// A field of the company's own, on a job. Its value is an entry of a list, or plain.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Property {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) label: Option<String>,
    #[serde(default)]
    pub(crate) value: Value,
}

/// The advertisement: its sections by name, each with a title and HTML, or with films.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct JobAd {
    #[serde(default, deserialize_with = "lenient::map")]
    pub(crate) sections: Map<String, Value>,
}

/// One section of an advertisement.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Section {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) title: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) text: Option<String>,
    #[serde(default, deserialize_with = "lenient::texts")]
    pub(crate) urls: Vec<String>,
}

/// The answer of `GET /jobs/{jobId}/jobads`: a bare list, or one inside of an object.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Ads {
    /// Bare.
    List(Vec<Value>),
    /// Inside.
    Object {
        /// The list.
        #[serde(default)]
        content: Vec<Value>,
    },
}

impl Ads {
    /// Their identifiers.
    pub(crate) fn ids(&self) -> Vec<String> {
        let (Self::List(items) | Self::Object { content: items }) = self;
        items.iter().filter_map(|item| item.get("id")?.as_str().map(str::to_owned)).collect()
    }
}
