package mesh.platform.agreed_endpoint_test

import data.mesh.platform.agreed_endpoint

parameters := {"endpoint_types": ["synapse", "sqlserver"]}

port(index, server_types) := {"name": "p", "path": ["outputPorts", index], "server_types": server_types}

product(ports) := {"kind": "product", "life_cycle": "active", "output_ports": ports}

denied(of) := found if {
	found := agreed_endpoint.deny with input as of with data.parameters as parameters
}

unknown(of) := found if {
	found := agreed_endpoint.cannot_evaluate with input as of with data.parameters as parameters
}

test_one_port_at_the_agreed_endpoint_is_enough if {
	denied(product([port(0, ["sftp"]), port(1, ["SqlServer"])])) == set()
	unknown(product([port(0, ["sqlserver"]), port(1, null)])) == set()
	not agreed_endpoint.not_applicable with input as product([port(0, ["sftp"])])
}

test_other_endpoints_are_told if {
	denied(product([port(0, ["sftp", "kafka"])])) == {{
		"message": "is served by kafka and sftp, and agreed are sqlserver and synapse",
		"path": ["outputPorts", 0],
		"actual": ["kafka", "sftp"],
		"expected": ["sqlserver", "synapse"],
	}}
	unknown(product([port(0, ["sftp"])])) == set()
}

test_one_agreed_type_is_one if {
	some violation in agreed_endpoint.deny with input as product([port(0, ["sftp"])]) with data.parameters as {"endpoint_types": ["Synapse"]}
	violation.message == "is served by sftp, and agreed is synapse"
}

test_port_without_servers_cannot_be_evaluated if {
	every types in [null, []] {
		denied(product([port(0, ["sftp"]), port(1, types)])) == set()
		unknown(product([port(0, ["sftp"]), port(1, types)])) == {"the contract of an output port names no server"}
	}
}

test_unknown_ports_cannot_be_evaluated if {
	unknown(product(null)) == {"the output ports are not known"}
	denied(product(null)) == set()
	not agreed_endpoint.not_applicable with input as product(null)
}

test_product_without_ports_is_left_alone if {
	agreed_endpoint.not_applicable with input as product([])
	denied(product([])) == set()
}

test_retired_product_is_left_alone if {
	agreed_endpoint.not_applicable with input as object.union(product([port(0, ["sftp"])]), {"life_cycle": "retired"})
}
