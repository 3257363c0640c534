//! An Azure id as the portal shows it: one step of the hierarchy after another.

/// The steps from the outermost scope: `subscription x`, `resource group y`, `storageAccounts z`.
pub(super) fn steps(id: &str) -> Vec<String> {
    let mut parts = id.split('/').filter(|part| !part.is_empty());
    let mut steps = Vec::new();
    while let Some(key) = parts.next() {
        let Some(value) = parts.next() else {
            steps.push(key.to_owned());
            break;
        };
        match key.to_ascii_lowercase().as_str() {
            // A namespace is no step of its own: the type that follows says enough.
            "providers" => {}
            "subscriptions" => steps.push(format!("subscription {value}")),
            "resourcegroups" => steps.push(format!("resource group {value}")),
            "managementgroups" => steps.push(format!("management group {value}")),
            "roleassignments" => steps.push(format!("role assignment {value}")),
            "roledefinitions" => steps.push(format!("role definition {value}")),
            _ => steps.push(format!("{key} {value}")),
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn the_path_of_the_portal() {
        let id =
            "/subscriptions/s/resourcegroups/rg/providers/Microsoft.Storage/storageAccounts/st/blobServices/default";
        assert_eq!(
            steps(id),
            [
                "subscription s",
                "resource group rg",
                "storageAccounts st",
                "blobServices default"
            ]
        );
        assert_eq!(
            steps("/providers/Microsoft.Management/managementGroups/mg"),
            ["management group mg"]
        );
    }
}
