package lib.versions_test

import data.lib.versions

test_versions_have_parts if {
	versions.parts("v1.4.0") == [1, 4, 0]
	versions.parts("2") == [2, 0, 0]
	versions.parts("1.10-beta") == [1, 10, 0]
	not versions.parts("latest")
	not versions.parts("1.2.3.4")
	versions.parts(" V3.1+build.7 ") == [3, 1, 0]
	not versions.parts("")
	not versions.parts("v")
	not versions.parts("1..2")
	not versions.parts("vv1")
	not versions.parts("1.x")
}

test_versions_are_compared_by_number if {
	versions.compare("1.9.0", "1.10.0") == -1
	versions.compare("v2", "2.0.0") == 0
	versions.compare("10.0.0", "9.9.9") == 1
	not versions.compare("latest", "1.0.0")
}
