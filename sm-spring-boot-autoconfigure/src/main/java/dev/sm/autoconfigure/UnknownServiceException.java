package dev.sm.autoconfigure;

import java.util.Set;

/** A shard handler wants the shards of a service that is not configured. */
@SuppressWarnings("serial")
final class UnknownServiceException extends StartFailureException {

	UnknownServiceException(String service, Object handler, Set<String> known) {
		super("The shard handler " + handler + " names the service '" + service
				+ "', and this application takes part in " + known + ".",
				"Set 'sm.shards.services." + service + ".count' to take part in it, or name another service in its "
						+ "@ShardHandler.",
				null);
	}

}
