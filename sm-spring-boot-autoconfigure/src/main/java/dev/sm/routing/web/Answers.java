package dev.sm.routing.web;

import dev.sm.routing.ShardOwner;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What instances and clients tell each other in headers.
 */
public final class Answers {

	/** A client asks who the owner is. */
	static final String CLIENT = "Sm-Client";

	/** A client says that a standby may answer. */
	static final String READ = "Sm-Read";

	static final String READ_STANDBY = "standby";

	/** An instance says that it is about to stop. */
	static final String LEAVING = "Sm-Leaving";

	private Answers() {
	}

	/**
	 * Tells a client of sm that this instance is about to stop, so that it goes elsewhere
	 * with what anybody could answer.
	 * @param request what it has sent
	 * @param response the answer, of which nothing is sent yet
	 */
	public static void tellLeaving(HttpServletRequest request, HttpServletResponse response) {
		if (request.getHeader(CLIENT) != null) {
			response.setHeader(LEAVING, "true");
		}
	}

	/**
	 * Tells a client that asks who owns the shard of its request.
	 */
	static void tell(ForwardSettings settings, int count, HttpServletRequest request, HttpServletResponse response,
			ShardOwner owner) {
		if (settings.tellOwner() && request.getHeader(CLIENT) != null && owner.address() != null) {
			response.setHeader("Sm-Owner", owner.address().toString());
			response.setHeader("Sm-Shard", owner.shardId());
			response.setHeader("Sm-Epoch", Long.toString(owner.epoch()));
			response.setHeader("Sm-Shards", Integer.toString(count));
		}
	}

}
