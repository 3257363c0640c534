package mesh.security.region_test

import data.mesh.security.region

parameters := {
	"regions": {"ch": ["switzerlandnorth", "switzerlandwest"], "eu": ["austriaeast", "belgiumcentral", "denmarkeast", "finlandcentral", "francecentral", "francesouth", "germanynorth", "germanywestcentral", "italynorth", "northeurope", "polandcentral", "spaincentral", "swedencentral", "swedensouth", "westeurope"], "uk": ["uksouth", "ukwest"], "us": ["centralus", "eastus", "eastus2", "northcentralus", "southcentralus", "westcentralus", "westus", "westus2", "westus3"]},
}

subject := {
	"kind": "node",
	"domain": "sales",
	"tags_complete": true,
	"effective_tags": {"businessregion": "EU"},
	"location": "East US",
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := region.deny with input as given with data.parameters as parameters
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	region.not_applicable with input as given with data.parameters as parameters
}

unknown(given) := reasons if {
	reasons := region.cannot_evaluate with input as given with data.parameters as parameters
}

test_node_outside_its_region_is_denied if {
	given := changed({"effective_tags": {"businessregion": "ch"}})
	messages(given) == {"lies in eastus, and data of the region ch may lie in switzerlandnorth and switzerlandwest"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["location"]
	violation.parties == {"sales"}
	violation.actual == "eastus"
	violation.expected == ["switzerlandnorth", "switzerlandwest"]
	not skipped(given)
}

test_node_in_its_region_passes if {
	given := changed({"location": "West Europe"})
	messages(given) == set()
	not skipped(given)
	unknown(given) == set()
	every other in [
		{"location": "northeurope", "tags_complete": false},
	] {
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
		not skipped(changed(other))
	}
}

test_node_without_business_region_is_left_alone if {
	given := changed({"effective_tags": {"businessregion": " "}})
	skipped(given)
	messages(given) == set()
	unknown(given) == set()
	every other in [
		{"effective_tags": {"businessregion": " "}, "location": null},
	] {
		skipped(changed(other))
		messages(changed(other)) == set()
		unknown(changed(other)) == set()
	}
}

test_uncollected_tags_cannot_be_evaluated if {
	given := changed({"effective_tags": {"businessregion": " "}, "tags_complete": false})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the tags that it would inherit were not collected"}
}

test_unknown_business_region_cannot_be_evaluated if {
	given := changed({"effective_tags": {"businessregion": "Mars"}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"the business region mars is none of those in the parameters"}
}

test_subscription_cannot_be_evaluated if {
	given := changed({"location": null})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"a subscription lies in no region"}
}

test_many_regions_are_a_number if {
	some violation in region.deny with input as changed({"effective_tags": {"businessregion": "eu"}})
		with data.parameters as {"regions": {"eu": ["a", "b", "c", "d", "e", "f", "g"]}}
	violation.message == "lies in eastus, and data of the region eu may lie in a, b, c, d, e and 2 more"
}
