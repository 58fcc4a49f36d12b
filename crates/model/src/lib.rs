//! The words every Vitae crate shares, as types that cannot be wrong.
//!
//! In: raw strings, parsed once at the door. Out: [`Profile`] and its parts, [`Evidence`], [`Extraction`], identifiers.
//! Serialised form: [JSON Resume 1.0.0](https://jsonresume.org/schema) and the superset that DESIGN calls the profile.
//! Not here: files, formats, threads, networks, and any opinion about who is who.

mod application;
mod career;
mod country;
mod date;
mod email;
mod evidence;
mod extraction;
mod id;
mod job;
mod level;
mod phone;
mod posting;
mod profile;
mod record;
mod schema;
mod title;

pub use application::{Answer, Application, ApplicationStatus, StatusChange};
pub use career::{Career, Period};
pub use country::{CountryCode, InvalidCountryCode};
pub use date::{InvalidDate, PartialDate};
pub use email::{Email, InvalidEmail};
pub use evidence::{BoundingBox, Confidence, Evidence};
pub use extraction::{Extraction, Format, Outcome};
pub use id::{InvalidSha256, PersonId, RecordId, Sha256};
pub use job::{Job, Pay};
pub use level::{InvalidIsced, Isced};
pub use phone::{InvalidPhone, Phone};
pub use posting::{Posting, PostingField, PostingPlace, PostingSection, Term};
pub use profile::Profile;
pub use profile::{
    Award, Basics, Certificate, Education, Interest, Language, Location, Meta, Personal, Project, Publication, Reference, Section, Skill,
    SocialProfile, Volunteer, Work,
};
pub use record::{Consent, Record, RecordSource};
pub use schema::profile_schema;
pub use title::NormalizedTitle;
