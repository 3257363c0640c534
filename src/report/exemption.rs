//! A finding as an exemption that somebody can complete and sign.

use jiff::civil::Date;

use crate::finding::Finding;
use crate::policy::Metadata;

/// What an exemption of a finding is made of.
#[derive(Clone, Copy, Debug)]
pub struct ExemptionDraft<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// Its policy.
    pub policy: &'a Metadata,
    /// Who asks for it, where that is known.
    pub requested_by: Option<&'a str>,
    /// Where it was discussed.
    pub ticket: Option<&'a str>,
    /// The last day on which it should hold.
    pub expires: Date,
}

impl ExemptionDraft<'_> {
    /// Its name: the policy and the subject in letters, digits and dashes.
    pub fn name(&self) -> String {
        let policy = self.policy.code.as_deref().unwrap_or(&self.policy.id.0);
        let subject = self.finding.subject.as_ref().map_or("", |subject| &subject.name);
        let mut name = String::new();
        for character in format!("{policy}-{subject}").chars() {
            if character.is_alphanumeric() {
                name.extend(character.to_lowercase());
            } else if !name.ends_with('-') {
                name.push('-');
            }
        }
        let end = name.char_indices().nth(80).map_or(name.len(), |(end, _)| end);
        name.truncate(end);
        name.trim_matches('-').to_owned()
    }

    /// The file, complete but for the reason and the approver, which are left as comments so that it does not count by
    /// accident.
    pub fn render(&self) -> String {
        let subject = self.finding.subject.as_ref();
        let (kind, id) = subject.map_or(("mesh", "mesh"), |subject| (subject.kind.name(), &subject.id));
        let mut lines = vec![
            "apiVersion: meshgov/v1".to_owned(),
            "kind: Exemption".to_owned(),
            format!("name: {}", self.name()),
            format!("# {}", one_line(&self.finding.message)),
            format!("policy: {}", self.policy.id),
        ];
        if let Some(version) = &self.policy.version {
            lines.push(format!(
                "versions: {}",
                quoted(&format!("^{}", version.trim_start_matches(['v', 'V'])))
            ));
        }
        lines.push(format!("subject: {{kind: {kind}, id: {}}}", quoted(id)));
        lines.push("category: waiver # or mitigated, where the risk is met by other means".to_owned());
        lines.push("# reason: why this is right, in a sentence".to_owned());
        lines.push(match self.ticket {
            Some(ticket) => format!("ticket: {}", quoted(ticket)),
            None => "# ticket: where it was discussed".to_owned(),
        });
        lines.push(match self.requested_by {
            Some(account) => format!("requestedBy: {}", quoted(account)),
            None => "# requestedBy: who asks for it".to_owned(),
        });
        lines.push("# approvedBy: who approves it, for the authority that owns the policy".to_owned());
        lines.push("# approvedOn: when, such as 2027-01-31".to_owned());
        lines.push(format!("expires: {}", self.expires));
        lines.push(String::new());
        lines.join("\n")
    }
}

/// A text as a scalar of YAML; JSON is one.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
