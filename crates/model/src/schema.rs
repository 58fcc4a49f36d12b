//! The profile's JSON Schema.

use schemars::generate::SchemaSettings;

use crate::Profile;

/// The JSON Schema (draft 2020-12) of [`Profile`], generated from the types.
#[must_use]
pub fn profile_schema() -> serde_json::Value {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Profile>();
    schema.insert("title".to_owned(), "Vitae profile, a superset of JSON Resume 1.0.0".into());
    schema.to_value()
}

macro_rules! string_schema {
    ($type:ty, $name:literal, $keyword:literal: $value:expr) => {
        impl schemars::JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", $keyword: $value })
            }
        }
    };
}

string_schema!(crate::Email, "Email", "format": "email");
string_schema!(crate::Phone, "Phone", "pattern": r"^\+[0-9]{7,15}$");
string_schema!(crate::CountryCode, "CountryCode", "pattern": "^[A-Z]{2}$");
string_schema!(crate::PartialDate, "PartialDate", "pattern": "^[12][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?$");

impl schemars::JsonSchema for crate::Isced {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Isced".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "integer", "minimum": 0, "maximum": 8 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_names_its_draft_and_the_sections() {
        let schema = profile_schema();
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        for section in ["basics", "work", "education", "skills", "languages", "certificates", "projects", "meta"] {
            assert!(schema["properties"].get(section).is_some(), "{section} is missing");
        }
    }
}
