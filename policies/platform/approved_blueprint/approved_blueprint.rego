# METADATA
# scope: package
# title: Nodes come from an approved blueprint
# description: >-
#   Domains deploy their nodes themselves, from blueprints that the platform keeps safe. A node from an outdated one lacks
#   what was mended since. The tag or custom property `blueprint` (and `blueprintVersion`) says where a node comes from; a
#   mesh that declares no Blueprint does not work this way, and its nodes are left alone, as are nodes that no domain claims.
# related_resources:
#   - ref: https://mrpaulandrew.com/2022/03/07/building-a-data-mesh-architecture-in-azure-part-5/
# schemas:
#   - input: schema["node.schema"]
# custom:
#   subject: node
#   severity: medium
#   code: PLT-002
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [blueprint]
#   remediation: Deploy the node again from an approved blueprint, and tag it with blueprint and blueprintVersion.
package mesh.platform.approved_blueprint

import data.lib.versions
import data.lib.words

known := input.blueprint if {
	is_object(input.blueprint)
	input.blueprint.declared == true
}

deny contains violation if {
	input.blueprint.declared == false
	violation := {
		"message": sprintf("comes from the blueprint %s, which no Blueprint declares", [input.blueprint.name]),
		"path": ["blueprint"],
		"key": "declared",
		"actual": input.blueprint.name,
	}
}

deny contains violation if {
	outdated
	violation := {
		"message": sprintf("comes from %s %s, and %s is the lowest that may be used", [
			known.name,
			known.version,
			known.minimum,
		]),
		"path": ["blueprint"],
		"key": "version",
		"actual": known.version,
		"expected": known.minimum,
		"remediation": sprintf("Deploy the node again from %s %s or later.", [known.name, known.minimum]),
	}
}

deny contains violation if {
	not outdated
	is_string(known.version)
	count(known.versions) > 0
	count([version | some version in known.versions; is_same(version, known.version)]) == 0
	violation := {
		"message": sprintf("comes from %s %s, and approved %s %s", [
			known.name,
			known.version,
			are,
			words.enumeration(known.versions),
		]),
		"path": ["blueprint"],
		"key": "version",
		"actual": known.version,
		"expected": known.versions,
	}
}

outdated if versions.compare(known.version, known.minimum) == -1

is_same(first, second) if first == second

is_same(first, second) if versions.compare(first, second) == 0

are := "is" if {
	count(known.versions) == 1
} else := "are"

cannot_evaluate contains "how many Blueprints are declared is not known" if {
	object.get(input, "blueprints", null) == null
}

cannot_evaluate contains "neither a tag `blueprint` nor its product says which blueprint it comes from" if {
	object.get(input, "blueprint", null) == null
}

cannot_evaluate contains "whether a Blueprint declares the node's blueprint is not known" if {
	is_object(input.blueprint)
	object.get(input.blueprint, "declared", null) == null
}

cannot_evaluate contains "the version of the blueprint is not named, or cannot be compared with the lowest that may be used" if {
	is_string(known.minimum)
	not comparable
}

cannot_evaluate contains "the version of the blueprint is not named" if {
	count(known.versions) > 0
	known.version == null
}

comparable if versions.compare(known.version, known.minimum)

not_applicable if input.blueprints == 0

not_applicable if {
	object.get(input, "domain", null) == null
	count(input.products) == 0
	object.get(input, "blueprint", null) == null
}
