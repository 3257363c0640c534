package policies.cloud.names

good(name) if regex.match(`^st[a-z]{3,20}$`, name)

deny contains "not asked for"
