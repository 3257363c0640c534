# METADATA
# scope: package
# title: Personal data has an end
# description: >-
#   The law asks how long personal data is kept, and how it is erased when a person asks for it. A contract with personal
#   columns says both: a retention among its service levels, and the custom property erasure or a service level of that
#   name.
# related_resources:
#   - ref: https://eur-lex.europa.eu/eli/reg/2016/679/oj
#   - ref: https://www.datamesh-governance.com/
# schemas:
#   - input: schema["contract.schema"]
# custom:
#   subject: contract
#   severity: high
#   code: SEC-006
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   remediation: >-
#     Add slaProperties for retention to {name}, and the custom property erasure with the way in which a person is erased.
package mesh.security.personal_data_retention

import data.lib.parties
import data.lib.words

kept if is_number(object.get(input, ["service_levels", "retention", "value"], null))

erased if {
	some name in ["erasure", "deletion", "time_to_erase", "time_to_delete"]
	object.get(input, ["service_levels", name], null) != null
}

erased if {
	some property in ["erasure", "erasurePolicy", "deletion"]
	text := object.get(input, ["custom", property], null)
	text != null
	trim_space(sprintf("%v", [text])) != ""
}

personal if count(input.personal_data) > 0

deny contains violation if {
	personal
	not kept
	violation := object.union(told, {"message": sprintf("says not how long it keeps %s", [columns]), "key": "retention"})
}

deny contains violation if {
	personal
	not erased
	violation := object.union(told, {"message": sprintf("says not how to erase %s", [columns]), "key": "erasure"})
}

told := {"path": ["slaProperties"], "parties": parties.known([object.get(input, "domain", null)])}

columns := words.enumeration(input.personal_data) if {
	count(input.personal_data) <= 5
} else := sprintf("%s and %d more", [
	concat(", ", array.slice(sort(input.personal_data), 0, 5)),
	count(input.personal_data) - 5,
])

not_applicable if input.life_cycle in {"proposed", "draft", "retired"}

not_applicable if count(input.personal_data) == 0

cannot_evaluate contains "whether it holds personal data is not known" if {
	object.get(input, "personal_data", null) == null
}
