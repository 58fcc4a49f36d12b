//! Everyday short forms of skills and titles, and titles as regions call them, both ways.

/// Words and phrases that mean the same to whoever searches.
const SAME: &[&[&str]] = &[
    &["js", "javascript"],
    &["ts", "typescript"],
    &["k8s", "kubernetes"],
    &["golang", "go"],
    &["postgres", "postgresql"],
    &["node", "nodejs", "node js"],
    &["react", "reactjs", "react js"],
    &["vue", "vuejs", "vue js"],
    &["csharp", "c#"],
    &["cpp", "c++"],
    &["aws", "amazon web services"],
    &["gcp", "google cloud platform", "google cloud"],
    &["ml", "machine learning"],
    &["ai", "artificial intelligence"],
    &["nlp", "natural language processing"],
    &["hr", "human resources"],
    &["qa", "quality assurance"],
    &["ux", "user experience"],
    &["crm", "customer relationship management"],
    &["erp", "enterprise resource planning"],
    &["ci cd", "continuous integration"],
    &["sre", "site reliability engineer"],
    &["dba", "database administrator"],
    &["ceo", "chief executive officer"],
    &["cfo", "chief financial officer"],
    &["cto", "chief technology officer", "chief technical officer"],
    &["coo", "chief operating officer"],
    &["vp", "vice president"],
    &["rn", "registered nurse"],
    &["gp", "general practitioner"],
    &["msc", "master of science"],
    &["bsc", "bachelor of science"],
    &["mba", "master of business administration"],
    &["phd", "doctorate"],
    &["frontend", "front end"],
    &["backend", "back end"],
    &["fullstack", "full stack"],
    &["devops", "dev ops"],
    &["sr", "senior"],
    &["jr", "junior"],
];

/// Titles of regions whose words for them the lists of European occupations leave out: Latin America, Brazil, Québec, Switzerland.
const REGIONAL: &[&[&str]] = &[
    &["accountant", "contador", "contadora"],
    &["developer", "desenvolvedor", "desenvolvedora"],
    &["driver", "chofer", "motorista"],
    &["plumber", "plomero", "plomera", "encanador"],
    &["waiter", "mesero", "mesera", "garcom", "garconete"],
    &["cashier", "cajero", "cajera", "caixa"],
    &["janitor", "conserje", "zelador", "concierge d immeuble"],
    &["engineer", "engenheiro", "engenheira", "ingeniero", "ingeniera"],
    &["lawyer", "licenciado en derecho", "advogado", "advogada"],
    &["manager", "gerente", "jefe", "jefa"],
    &[
        "intern",
        "internship",
        "becario",
        "becaria",
        "pasante",
        "practicante",
        "estagiario",
        "estagiaria",
        "stagiaire",
        "praktikant",
        "praktikantin",
    ],
    &["clerk", "kaufmann", "kauffrau", "oficinista", "auxiliar administrativo"],
];

/// What else is written for `text`, a folded word or phrase.
pub(crate) fn short_forms(text: &str) -> impl Iterator<Item = &'static str> {
    let groups = SAME.iter().chain(REGIONAL).filter(move |group| group.contains(&text)).copied().flatten();
    groups.copied().filter(move |other| *other != text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_lead_to_each_other() {
        assert_eq!(short_forms("k8s").collect::<Vec<_>>(), ["kubernetes"]);
        assert_eq!(short_forms("machine learning").collect::<Vec<_>>(), ["ml"]);
        assert_eq!(short_forms("rust").count(), 0);
    }

    #[test]
    fn forms_are_folded() {
        assert!(SAME.iter().chain(REGIONAL).copied().flatten().all(|text| crate::fold::whole(text) == *text));
    }
}
