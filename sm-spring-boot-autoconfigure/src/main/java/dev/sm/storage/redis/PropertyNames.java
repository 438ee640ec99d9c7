package dev.sm.storage.redis;

/**
 * What a node's settings are called where they are configured, quoted, for messages.
 *
 * @param address host and port
 * @param username the user
 * @param password the password
 * @param database the number of the database
 * @param bundle certificates
 * @param encrypted what must be for TLS
 * @param plain what must be for none
 */
record PropertyNames(String address, String username, String password, String database, String bundle, String encrypted,
		String plain) {

	/** Of a node that is configured by itself. */
	static PropertyNames ofNode(String id) {
		String node = "'sm.cache.pools.*.nodes." + id + ".";
		String url = node + "url'";
		return new PropertyNames(url, node + "username'", node + "password'", "the number at the end of " + url,
				node + "ssl.bundle'", url + " must begin with rediss://", url + " must begin with redis://");
	}

	/** Of the Redis that is configured for Spring Boot. */
	static PropertyNames ofSpring() {
		String redis = "'spring.data.redis.";
		String tls = redis + "ssl.enabled' must be ";
		String url = " (or " + redis + "url' begin with ";
		return new PropertyNames("'spring.data.redis'", redis + "username'", redis + "password'", redis + "database'",
				redis + "ssl.bundle'", tls + "true" + url + "rediss://)", tls + "false" + url + "redis://)");
	}

	@Override
	public String toString() {
		return "PropertyNames[address=" + this.address + "]";
	}

}
