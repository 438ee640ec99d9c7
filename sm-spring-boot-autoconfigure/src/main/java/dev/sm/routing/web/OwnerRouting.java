package dev.sm.routing.web;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import dev.sm.routing.RoutingChanges;
import dev.sm.routing.ServedShards;
import dev.sm.routing.ShardOwner;
import dev.sm.routing.ShardRouter;
import dev.sm.routing.key.RequestView;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a request is served by the owner of its shard: here, or by forwarding.
 * A request for a shard that is between two owners waits here, on the thread that serves
 * it, until the assignment or what is served here changes. Thread-safe.
 */
public final class OwnerRouting {

	private static final int MAX_REPEATS = 3;

	private static final long RECONNECT = 500_000_000;

	private final Services services;

	private final ServedShards served;

	private final RoutingChanges changes;

	private final HopMarks marks;

	private final Forwarder forwarder;

	private final ForwardSettings settings;

	/**
	 * Creates it.
	 * @param services who owns what
	 * @param served what is served here
	 * @param changes tells when either has changed
	 * @param marks marks forwarded requests
	 * @param forwarder sends requests on
	 * @param settings how
	 */
	public OwnerRouting(Services services, ServedShards served, RoutingChanges changes, HopMarks marks,
			Forwarder forwarder, ForwardSettings settings) {
		this.services = services;
		this.served = served;
		this.changes = changes;
		this.marks = marks;
		this.forwarder = forwarder;
		this.settings = settings;
	}

	/**
	 * Who owns what.
	 *
	 * @param participantId this participant
	 * @param service the application's own service
	 * @param router its router
	 * @param counts how many fixed shards each service has, by its name
	 */
	public record Services(String participantId, String service, ShardRouter router, Map<String, Integer> counts) {

		private String name(KeyRoute route) {
			return route.service().isEmpty() ? this.service : route.service();
		}

		private ShardRouter router(KeyRoute route) {
			return route.service().isEmpty() ? this.router : this.router.forService(route.service());
		}

	}

	/**
	 * Routes a request.
	 * @return what it holds while it is served here, or {@code null} if it was answered
	 */
	@Nullable Local route(HttpServletRequest request, RequestView view, HttpServletResponse response, KeyRoute route)
			throws IOException {
		String key = route.key().of(view);
		if (key == null) {
			// what a request without a key is answered with is up to the method
			return Local.ANYBODY;
		}
		ShardRouter router = this.services.router(route);
		String shardId = route.shardId() ? key : router.shardFor(key);
		return new Attempt(request, response, route, router, shardId).route();
	}

	/** What a request holds while it is served here. */
	record Local(ServedShards.@Nullable Visit visit) {

		static final Local ANYBODY = new Local(null);

		void close() {
			if (this.visit != null) {
				this.visit.close();
			}
		}

	}

	/** One request on its way. */
	private final class Attempt {

		private final HttpServletRequest request;

		private final HttpServletResponse response;

		private final KeyRoute route;

		private final ShardRouter router;

		private final String service;

		private final String shardId;

		private final ForwardedRequest forwarded;

		private @Nullable ShardOwner failed;

		private int repeats;

		private Attempt(HttpServletRequest request, HttpServletResponse response, KeyRoute route, ShardRouter router,
				String shardId) {
			this.request = request;
			this.response = response;
			this.route = route;
			this.router = router;
			this.service = OwnerRouting.this.services.name(route);
			this.shardId = shardId;
			this.forwarded = new ForwardedRequest(request, route.idempotencyKey());
		}

		private @Nullable Local route() throws IOException {
			String self = OwnerRouting.this.services.participantId();
			Hop hop = OwnerRouting.this.marks.read(this.request.getHeader(Hop.HEADER), bound(self));
			long deadline = System.nanoTime() + OwnerRouting.this.settings.ownerWait().toNanos();
			while (true) {
				long version = OwnerRouting.this.changes.version();
				Local local = here(self);
				if (local != null) {
					return local;
				}
				Optional<ShardOwner> owner = this.router.ownerOf(this.shardId);
				Step step = Step.of(this.shardId, owner, self, hop, OwnerRouting.this.settings.maxHops(), this.failed);
				if (step.refusal() != 0) {
					Refusal.send(this.response, step.refusal(), step.reason());
					return null;
				}
				boolean again = false;
				if (step.target() != null) {
					Forwarder.Outcome outcome = send(step.target(), hop);
					if (outcome == Forwarder.Outcome.ANSWERED) {
						return null;
					}
					again = outcome == Forwarder.Outcome.LOST && this.repeats++ < MAX_REPEATS;
					this.failed = again ? null : step.target();
				}
				if (!again && !await(version, deadline)) {
					Refusal.send(this.response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, reason(step));
					return null;
				}
			}
		}

		private @Nullable Local here(String self) {
			ServedShards.Visit visit = OwnerRouting.this.served.enter(this.service, this.shardId);
			if (visit != null) {
				this.router.ownerOf(this.shardId).ifPresent(this::tell);
				return new Local(visit);
			}
			boolean standby = this.route.standbys() && Answers.READ_STANDBY.equals(this.request
				.getHeader(Answers.READ)) && this.router.ownersOf(this.shardId)
					.stream()
					.anyMatch((owner) -> owner.role() == ShardOwner.Role.STANDBY && owner.participantId().equals(self));
			return standby ? Local.ANYBODY : null;
		}

		private Forwarder.Outcome send(ShardOwner target, Hop hop) throws IOException {
			if (!OwnerRouting.this.settings.enabled()) {
				tell(target);
				Refusal.send(this.response, Refusal.MISDIRECTED,
						"shard " + this.shardId + " is owned by participant " + target.participantId());
				return Forwarder.Outcome.ANSWERED;
			}
			Hop next = hop.next(target.epoch());
			String mark = OwnerRouting.this.marks.mark(next, bound(target.participantId()));
			if (mark == null || target.address() == null) {
				return Forwarder.Outcome.NOT_SENT;
			}
			return OwnerRouting.this.forwarder.forward(this.forwarded, this.response, target.address(), mark);
		}

		private void tell(ShardOwner owner) {
			Answers.tell(OwnerRouting.this.settings, OwnerRouting.this.services.counts().getOrDefault(this.service, 0),
					this.request, this.response, owner);
		}

		private String reason(Step step) {
			return step.reason().isEmpty()
					? "the owner of shard " + this.shardId + ", participant "
							+ ((step.target() != null) ? step.target().participantId() : "?") + ", did not answer"
					: step.reason();
		}

		private HopMarks.Bound bound(String receiver) {
			return new HopMarks.Bound(receiver, this.service, this.shardId, this.request.getMethod(),
					ForwardedRequest.pathAndQuery(this.request));
		}

		/**
		 * An owner that did not answer may be there still: it is asked again now and
		 * then, whether or not something has changed.
		 */
		private boolean await(long version, long deadline) {
			long left = deadline - System.nanoTime();
			try {
				if (this.failed == null) {
					return OwnerRouting.this.changes.awaitAfter(version, left);
				}
				if (!OwnerRouting.this.changes.awaitAfter(version, Math.min(left, RECONNECT))) {
					this.failed = null;
				}
				return left > 0;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}

	}

}
