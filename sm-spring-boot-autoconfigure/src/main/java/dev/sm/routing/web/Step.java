package dev.sm.routing.web;

import java.util.Optional;

import dev.sm.routing.ShardOwner;
import org.jspecify.annotations.Nullable;

/**
 * What an instance does next with a request for a shard that it does not serve: forward
 * it, wait for a change, or refuse it.
 *
 * @param target where to forward it, or {@code null}
 * @param refusal the HTTP status to refuse it with, or 0
 * @param reason why it cannot be forwarded, for people
 */
record Step(@Nullable ShardOwner target, int refusal, String reason) {

	private static final int LOOP_DETECTED = 508;

	/**
	 * Decides. Each hop needs a later ownership than the one before, so that no request
	 * goes round, whatever the instances believe: who knows less than the sender waits.
	 * @param shardId the shard
	 * @param owner the owner as known here
	 * @param self this participant
	 * @param hop how the request came here
	 * @param maxHops how often a request is forwarded at most
	 * @param failed the owner that could not be reached, or {@code null}
	 * @return what to do
	 */
	static Step of(String shardId, Optional<ShardOwner> owner, String self, Hop hop, int maxHops,
			@Nullable ShardOwner failed) {
		if (owner.isEmpty()) {
			return waiting("shard " + shardId + " has no owner at present");
		}
		ShardOwner known = owner.get();
		String participant = "participant " + known.participantId();
		if (known.participantId().equals(self)) {
			return waiting("shard " + shardId + " is on its way to or from this instance");
		}
		if (known.epoch() <= hop.epoch()) {
			return waiting("this instance does not know yet that it owns shard " + shardId);
		}
		if (failed != null && failed.epoch() == known.epoch() && failed.participantId().equals(known.participantId())) {
			return waiting(participant + ", which owns shard " + shardId + ", did not answer");
		}
		if (known.address() == null) {
			return waiting(participant + ", which owns shard " + shardId + ", has no address");
		}
		if (hop.count() >= maxHops) {
			return new Step(null, LOOP_DETECTED,
					"the request for shard " + shardId + " was forwarded " + hop.count() + " times");
		}
		return new Step(known, 0, "");
	}

	private static Step waiting(String reason) {
		return new Step(null, 0, reason);
	}

}
