# METADATA
# scope: package
# title: Readers consent to what breaks them
# description: >-
#   Whoever changes a contract that other domains read, in a way that breaks them, asks them first. Each of those
#   domains approves the new version, and none blocks it.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/governance/policy/concepts/exemption-structure
# schemas:
#   - input: schema["contract.schema"]
# custom:
#   subject: contract
#   severity: high
#   code: FED-012
#   class: default
#   levels: {gate: warn, audit: note}
#   remediation: >-
#     Ask the domains that read it for an Approval of this version, or keep the old version beside it.
package mesh.federation.contract_change_consented

import data.lib.lists
import data.lib.parties
import data.lib.words

previous := object.get(input, "previous", null)

breaking := [change | some change in lists.of(object.get(previous, "changes", [])); change.breaking]

own := object.get(input, "domain", null)

readers := {reader.domain |
	some reader in lists.of(object.get(input, "consumers", null))
	is_string(reader.domain)
	reader.domain != own
}

says[domain] := consent.decision if {
	some consent in lists.of(object.get(input, "consents", null))
	domain := consent.domain
}

missing := {reader | some reader in readers; not says[reader]}

blocking := {reader | some reader in readers; says[reader] == "block"}

is_change if {
	previous.from == "base"
	count(breaking) > 0
	count(readers) > 0
}

deny contains violation if {
	is_change
	input.consents != null
	count(missing | blocking) > 0
	violation := {
		"message": sprintf("%s breaks readers of other domains%s%s", [words.counted(count(breaking), "change"), unasked, against]),
		"path": ["version"],
		"parties": parties.known(array.concat([own], [reader | some reader in missing | blocking])),
		"actual": sort([reader | some reader in readers; says[reader] == "approve"]),
		"expected": sort(readers),
	}
}

unasked := sprintf(", and %s did not approve it", [words.enumeration(missing)]) if {
	count(missing) > 0
} else := ""

against := sprintf(", and %s blocks it", [words.enumeration(blocking)]) if {
	count(blocking) > 0
} else := ""

# Without a base nobody knows of a change.
not_applicable if {
	not is_change
}

cannot_evaluate contains "what the readers say of it is not known" if {
	is_change
	object.get(input, "consents", null) == null
}
