package mesh.area.broken_test

import data.mesh.area.broken

test_that_passes if count(broken.deny) == 1 with input as {"a": 3} with data.parameters as {"max": 2}

test_that_fails if {
	print("printed")
	count(broken.deny) == 1 with input as {"a": 3} with data.parameters as {"max": 3}
}
