package lib.azure_test

import data.lib.azure

id := "/subscriptions/S1/resourcegroups/rg-orders/providers/Microsoft.Storage/storageAccounts/stOrders"

test_ids_have_parts if {
	azure.subscription(id) == "S1"
	azure.resource_group(id) == "rg-orders"
	azure.name(id) == "stOrders"
	not azure.subscription("/providers/Microsoft.Management/managementGroups/root")
	not azure.resource_group("/subscriptions/S1")
}

test_ids_are_compared_without_case if {
	azure.same("/subscriptions/S1/resourceGroups/RG", "/subscriptions/s1/resourcegroups/rg/")
	not azure.same("/subscriptions/S1", "/subscriptions/S2")
}

test_scopes_hold_what_is_below_them if {
	azure.is_within(id, "/subscriptions/s1/resourceGroups/RG-orders")
	azure.is_within(id, "/")
	not azure.is_within(id, "/subscriptions/s1/resourceGroups/rg-order")
}
