//! The description of the API for programs: OpenAPI 3.1.

use serde_json::{Value, json};
use vitae_engine::Facet;

use crate::api::{MOST_DUPLICATES, MOST_HITS};

/// Methods and addresses, their parameters in the path, and what they are for. The router is held against this list by a test.
pub(crate) const PATHS: &[(&str, &str, &str)] = &[
    ("get", "/health", "Whether the server answers"),
    ("get", "/metrics", "Counters, as Prometheus reads them"),
    ("get", "/openapi.json", "This description"),
    ("get", "/api/search", "Persons, and why each was found"),
    ("get", "/api/persons/{id}", "A person with its records"),
    ("get", "/api/persons/{id}/similar", "Persons who do what this one does"),
    ("get", "/api/documents/{sha256}", "The bytes of a document"),
    ("get", "/api/duplicates", "Pairs of persons who may be one, most alike first"),
    ("post", "/hooks/{account}", "Takes a notification of the ATS; each is signed"),
];

/// The whole description.
pub(crate) fn document() -> Value {
    let paths: serde_json::Map<String, Value> =
        PATHS.iter().map(|(method, path, summary)| ((*path).to_owned(), json!({*method: operation(path, summary)}))).collect();
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Vitae", "version": env!("CARGO_PKG_VERSION"), "license": {"name": "MIT OR Apache-2.0"}},
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas(),
        },
        "security": [{"token": []}],
    })
}

fn operation(path: &str, summary: &str) -> Value {
    if path == "/hooks/{account}" {
        return notification(summary);
    }
    let (media, schema) = match path {
        "/metrics" => ("text/plain", json!({"type": "string"})),
        "/api/documents/{sha256}" => ("application/octet-stream", json!({"type": "string", "format": "binary"})),
        "/api/search" | "/api/persons/{id}/similar" => ("application/json", json!({"$ref": "#/components/schemas/Page"})),
        "/api/duplicates" => ("application/json", json!({"type": "array", "items": {"type": "object"}})),
        _ => ("application/json", json!({"type": "object"})),
    };
    let mut responses = json!({"200": {"description": summary, "content": {media: {"schema": schema}}}});
    let is_open = path == "/health";
    for (status, description) in [
        ("400", "A parameter or the query is not understood; the message says where"),
        ("401", "The token is missing or wrong"),
        ("404", "There is no such thing"),
        ("503", "Too many requests at once; come back after Retry-After"),
        ("504", "The request took too long"),
    ] {
        if !is_open {
            responses[status] =
                json!({"description": description, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}});
        }
    }
    let mut operation = json!({"summary": summary, "parameters": parameters(path), "responses": responses});
    if is_open {
        operation["security"] = json!([]);
    }
    operation
}

/// What the ATS calls; other than the rest it shows no token and reads no error.
fn notification(summary: &str) -> Value {
    let header = |name: &str, description: &str| json!({"name": name, "in": "header", "required": false, "schema": {"type": "string"}, "description": description});
    json!({
        "summary": summary,
        "parameters": [
            {"name": "account", "in": "path", "required": true, "schema": {"type": "string"}, "description": "Name of an account"},
            header("smartrecruiters-signature", "How the body is signed with the secret of the webhook"),
            header("x-hook-secret", "The secret, at the handshake"),
        ],
        "requestBody": {"required": true, "content": {"application/json": {"schema": {"type": "object"}}}},
        "responses": {
            "200": {"description": "The handshake is answered", "headers": {"x-hook-secret": {"schema": {"type": "string"}}}},
            "202": {"description": "It is kept, or was before"},
            "401": {"description": "The signature, the age or the form is wrong"},
            "404": {"description": "There is no such account"},
            "413": {"description": "It is longer than 64 KiB"},
            "503": {"description": "It cannot be kept now; send it again"},
        },
        "security": [],
    })
}

fn parameters(path: &str) -> Vec<Value> {
    let one = |name: &str, place: &str, schema: Value, description: &str| json!({"name": name, "in": place, "required": place == "path", "schema": schema, "description": description});
    let facets = Facet::ALL.map(Facet::as_str);
    let narrowing = || {
        vec![
            one(
                "filter",
                "query",
                json!({"type": "array", "items": {"type": "string"}}),
                "field:value; values of one field are alternatives",
            ),
            one("facet", "query", json!({"type": "array", "items": {"enum": facets}}), "Fields whose values are counted"),
            one("sort", "query", json!({"enum": ["relevance", "updated", "experience"]}), "Order"),
            one("limit", "query", json!({"type": "integer", "minimum": 1, "maximum": MOST_HITS}), "Most hits on the page"),
            one("cursor", "query", json!({"type": "string"}), "Where the page before ended"),
            one("explain", "query", json!({"type": "boolean"}), "Whether scores are explained"),
        ]
    };
    let id = || one("id", "path", json!({"type": "string"}), "Identifier of a person");
    match path {
        "/api/search" => {
            let mut all =
                vec![one("q", "query", json!({"type": "string", "maxLength": 4096}), "The query; docs/search.md tells the language")];
            all.push(one(
                "expand",
                "query",
                json!({"type": "boolean"}),
                "Whether titles in other languages and short forms are looked for too",
            ));
            all.extend(narrowing());
            all
        }
        "/api/persons/{id}" => vec![id()],
        "/api/persons/{id}/similar" => [vec![id()], narrowing()].concat(),
        "/api/documents/{sha256}" => {
            vec![one("sha256", "path", json!({"type": "string", "pattern": "^[0-9a-f]{64}$"}), "SHA-256 of the document")]
        }
        "/api/duplicates" => {
            vec![one("limit", "query", json!({"type": "integer", "minimum": 1, "maximum": MOST_DUPLICATES}), "Most pairs")]
        }
        _ => Vec::new(),
    }
}

fn schemas() -> Value {
    let text = || json!({"type": "string"});
    json!({
        "Page": {"type": "object", "required": ["hits", "total", "facets"], "properties": {
            "hits": {"type": "array", "items": {"$ref": "#/components/schemas/Hit"}},
            "total": {"type": "integer"},
            "facets": {"type": "array", "items": {"type": "array", "prefixItems": [text(), {"type": "array", "items": {
                "type": "object", "properties": {"value": text(), "count": {"type": "integer"}}}}]}},
            "cursor": text(),
            "expansions": {"type": "array", "items": {"type": "object", "properties": {"text": text(), "also": {"type": "array", "items": text()}}}},
            "suggestion": text(),
            "notes": {"type": "array", "items": text()},
        }},
        "Hit": {"type": "object", "required": ["person", "score", "reasons", "profile"], "properties": {
            "person": text(), "name": text(), "title": text(), "employer": text(), "place": text(), "score": {"type": "number"},
            "reasons": {"type": "array", "items": {"$ref": "#/components/schemas/Reason"}},
            "explanation": {"type": "array", "items": {"type": "object"}},
            "profile": {"type": "object", "description": "JSON Resume 1.0.0 and a superset; `vitae schema` prints its schema"},
        }},
        "Reason": {"type": "object", "required": ["field", "text", "highlights"], "properties": {
            "field": text(), "text": text(), "source": text(), "page": {"type": "integer"},
            "highlights": {"type": "array", "items": {"type": "array", "items": {"type": "integer"}, "description": "Bytes of the text, from and to"}},
        }},
        "Error": {"type": "object", "properties": {"error": {"type": "object", "required": ["code", "message"], "properties": {
            "code": text(), "message": text(), "parameter": text(), "position": {"type": "integer", "description": "Character of the query"},
        }}}},
    })
}
