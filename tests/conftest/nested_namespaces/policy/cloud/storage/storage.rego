package policies.cloud.storage

import data.policies.cloud.names

deny contains msg if {
	some account in input.accounts
	not names.good(account.name)
	msg := sprintf("%s is no name of an account", [account.name])
}

exception contains ["tls"] if input.sandbox

deny_tls contains msg if {
	some account in input.accounts
	account.tls < 1.2
	msg := sprintf("%s speaks TLS %v", [account.name, account.tls])
}
