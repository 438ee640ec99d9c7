package dev.sm.routing.client;

import java.net.URI;
import java.net.URISyntaxException;

import dev.sm.routing.ShardOwner;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * What clients and instances tell each other in headers.
 */
final class Told {

	/** A client of sm asks who the owner is. */
	static final String CLIENT = "Sm-Client";

	/** A client says that a standby may answer. */
	static final String READ = "Sm-Read";

	/** An instance says that it is about to stop. */
	private static final String LEAVING = "Sm-Leaving";

	private static final int MAX_LENGTH = 300;

	private Told() {
	}

	static void ask(HttpHeaders headers, boolean standby) {
		headers.set(CLIENT, "1");
		if (standby) {
			headers.set(READ, "standby");
		}
	}

	/**
	 * Takes what an answer tells. It comes from elsewhere, so that garbage is passed
	 * over.
	 */
	static void learn(HttpHeaders headers, URI target, Owners owners) {
		if (headers.getFirst(LEAVING) != null) {
			owners.leaving(target);
		}
		String shard = headers.getFirst("Sm-Shard");
		String address = headers.getFirst("Sm-Owner");
		if (shard == null || address == null || shard.length() > MAX_LENGTH || address.length() > MAX_LENGTH) {
			return;
		}
		try {
			URI uri = new URI(address);
			if (uri.getHost() != null && isAsSafe(target, uri)) {
				owners.learn(
						new ShardOwner(shard, "", uri, number(headers.getFirst("Sm-Epoch")), ShardOwner.Role.OWNER),
						(int) number(headers.getFirst("Sm-Shards")));
			}
		}
		catch (URISyntaxException | NumberFormatException ex) {
			// the next answer may tell better
		}
	}

	/** Requests may carry passwords: whoever is asked by TLS sends nobody elsewhere. */
	private static boolean isAsSafe(URI asked, URI told) {
		return "https".equals(told.getScheme())
				|| ("http".equals(told.getScheme()) && !"https".equals(asked.getScheme()));
	}

	private static long number(@Nullable String text) {
		return (text != null) ? Long.parseLong(text) : 0;
	}

}
