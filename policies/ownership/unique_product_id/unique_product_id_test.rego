package mesh.ownership.unique_product_id_test

import data.mesh.ownership.unique_product_id

subject(others) := {"kind": "product", "id": "c-1", "name": "Orders", "version": "1.0.0", "domain": "sales", "same_id": others}

other(version, domain) := {"id": "c-1", "name": "Bookings", "version": version, "domain": domain}

test_unique_id_passes if {
	count(unique_product_id.deny) == 0 with input as subject([])
}

test_next_version_in_the_same_domain_passes if {
	count(unique_product_id.deny) == 0 with input as subject([other("2.0.0", "sales")])
}

test_same_version_twice_is_denied if {
	some violation in unique_product_id.deny with input as subject([other("1.0.0", "sales")])
	violation.message == "the id c-1 is also that of Bookings 1.0.0 of domain sales"
	violation.parties == {"sales"}
	violation.path == ["id"]
}

test_other_domain_is_denied_whatever_the_version if {
	some violation in unique_product_id.deny with input as subject([other("2.0.0", "finance")])
	violation.parties == {"finance", "sales"}
}

test_missing_versions_and_domains_clash if {
	bare := {"kind": "product", "id": "c-1", "name": "Orders", "domain": null, "same_id": [other(null, null)]}
	some violation in unique_product_id.deny with input as bare
	violation.message == "the id c-1 is also that of Bookings (no version) of domain (none)"
	violation.parties == set()
}
