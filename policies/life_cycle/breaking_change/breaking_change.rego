# METADATA
# scope: package
# title: What breaks consumers is a new major version
# description: >-
#   Consumers build on a contract as it is. Whoever removes a column, narrows a type or weakens a promise raises the major
#   version, so that consumers move when they are ready. Below 1.0.0 a new minor version is enough, and a draft has promised
#   nothing yet.
# related_resources:
#   - ref: https://semver.org/
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/
# schemas:
#   - input: schema["contract.schema"]
# custom:
#   subject: contract
#   severity: high
#   code: LIF-003
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [contract]
#   remediation: Raise the major version of {name} and keep the old one until its consumers have moved, or undo the change.
package mesh.life_cycle.breaking_change

import data.lib.lists
import data.lib.parties
import data.lib.versions
import data.lib.words

previous := object.get(input, "previous", null)

breaking := {change.message | some change in lists.of(previous.changes); change.breaking}

deny contains violation if {
	count(breaking) > 0
	not raised
	not unordered
	violation := {
		"message": sprintf("%s since version %v, and the version is %v: %s", [
			words.counted(count(breaking), "breaking change"),
			previous.version,
			object.get(input, "version", "none"),
			listed,
		]),
		"path": ["version"],
		"parties": parties.known(array.concat([input.domain], [reader.domain | some reader in lists.of(input.consumers)])),
		"actual": object.get(input, "version", null),
		"expected": next,
	}
}

# The first few; the rest are a number.
listed := words.enumeration(breaking) if {
	count(breaking) <= 5
} else := sprintf("%s and %d more", [concat(", ", array.slice(sort(breaking), 0, 5)), count(breaking) - 5])

now := [input.version_parts.major, input.version_parts.minor, input.version_parts.patch]

before := versions.parts(previous.version)

raised if now[0] > before[0]

raised if {
	now[0] == 0
	before[0] == 0
	now[1] > before[1]
}

# Versions without an order: only where they differ may the change have been announced.
unordered if {
	previous.version != object.get(input, "version", null)
	not now
}

unordered if {
	previous.version != object.get(input, "version", null)
	not before
}

next := sprintf("0.%d.0", [before[1] + 1]) if {
	before[0] == 0
} else := sprintf("%d.0.0", [before[0] + 1]) if {
	before
} else := "a new major version"

not_applicable if {
	previous == null
	not base_unread
}

base_unread if input.base == "unknown"

not_applicable if input.life_cycle in {"proposed", "draft", "retired"}

cannot_evaluate contains "its earlier state could not be read" if {
	base_unread
	previous == null
}

cannot_evaluate contains "the version is not semantic, so nobody can tell whether it is a new major one" if {
	count(breaking) > 0
	unordered
}
