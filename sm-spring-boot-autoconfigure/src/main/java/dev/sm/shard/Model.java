package dev.sm.shard;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A request by numbers: shards and participants are indexes into arrays ordered by id, so
 * that the order of the request's collections cannot matter. The phases of a plan fill in
 * the targets. Not thread-safe; lives for one plan.
 */
final class Model {

	/** No participant. */
	static final int NONE = -1;

	/** A participant that is not there any more. */
	static final int GONE = -2;

	final PlanRequest request;

	final Layout layout;

	final ShardSpec[] shards;

	final Participant[] participants;

	final int[] owner;

	final int[] target;

	final int[] held;

	/** Why a shard moves, where that is a choice. */
	final Map<Integer, String> why;

	/** How much each shard takes, in all. */
	final double[] sizes;

	/** The same by metric. */
	final Sizes sized;

	/** The shards that take more than any participant's share. */
	final BitSet hot;

	/** The shards that do not move for load. */
	final BitSet resting;

	/** Who keeps copies. */
	final Copies copies;

	/** The shards that went to a standby because their owner is gone. */
	final BitSet promoted;

	/** How many shards have a target. */
	int placed;

	private final Map<String, Integer> index;

	Model(PlanRequest request) {
		this.request = request;
		this.participants = distinctParticipants(request);
		this.layout = Layout.of(request);
		this.shards = this.layout.shards;
		this.index = new HashMap<>(this.participants.length * 2);
		for (int p = 0; p < this.participants.length; p++) {
			this.index.put(this.participants[p].id(), p);
		}
		this.owner = owners();
		this.target = new int[this.shards.length];
		Arrays.fill(this.target, NONE);
		this.why = new HashMap<>();
		this.held = new int[this.participants.length];
		this.sized = Sizes.of(this.layout, request);
		this.sizes = this.sized.mean();
		this.hot = this.sized.hot(this);
		this.resting = resting();
		this.copies = new Copies(this);
		this.promoted = new BitSet();
	}

	private int[] owners() {
		if (this.request.owners() instanceof Targets targets && targets.layout() == this.layout) {
			return targets.owners(this);
		}
		int[] owners = new int[this.shards.length];
		for (int s = 0; s < owners.length; s++) {
			owners[s] = participant(this.request.owners().get(this.shards[s].id()));
		}
		return owners;
	}

	private Model(Model before) {
		this.request = before.request;
		this.participants = before.participants;
		this.layout = before.layout;
		this.shards = before.shards;
		this.index = before.index;
		this.owner = before.target;
		this.target = new int[this.shards.length];
		Arrays.fill(this.target, NONE);
		this.why = new HashMap<>();
		this.held = new int[this.participants.length];
		this.sizes = before.sizes;
		this.sized = before.sized;
		this.hot = before.hot;
		this.resting = before.resting;
		this.copies = before.copies;
		this.promoted = before.promoted;
	}

	private BitSet resting() {
		BitSet resting = new BitSet();
		if (!this.request.resting().isEmpty()) {
			for (int s = 0; s < this.shards.length; s++) {
				resting.set(s, this.request.resting().contains(this.shards[s].id()));
			}
		}
		return resting;
	}

	/**
	 * The same request after this plan was carried out.
	 * @return a model without targets
	 */
	Model after() {
		return new Model(this);
	}

	/**
	 * This model with the targets of a later one; what was said already stays said.
	 * @param later a model that began after this one
	 */
	void follow(Model later) {
		System.arraycopy(later.target, 0, this.target, 0, this.target.length);
		later.why.forEach(this.why::putIfAbsent);
	}

	private static Participant[] distinctParticipants(PlanRequest request) {
		Participant[] sorted = request.participants().toArray(new Participant[0]);
		Arrays.sort(sorted, Comparator.comparing(Participant::id).thenComparing(Participant::toString));
		int count = 0;
		for (Participant participant : sorted) {
			if (count == 0 || !sorted[count - 1].id().equals(participant.id())) {
				sorted[count++] = participant;
			}
		}
		return Arrays.copyOf(sorted, count);
	}

	/**
	 * The number of a participant.
	 * @param id its id, or {@code null}
	 * @return its number, {@link #GONE} if it is not there, {@link #NONE} for
	 * {@code null}
	 */
	int participant(@Nullable String id) {
		if (id == null) {
			return NONE;
		}
		Integer number = this.index.get(id);
		return (number != null) ? number : GONE;
	}

	Set<String> excluded(int shard) {
		if (this.request.excluded().isEmpty()) {
			return Set.of();
		}
		Set<String> excluded = this.request.excluded().get(this.shards[shard].id());
		return (excluded != null) ? excluded : Set.of();
	}

	/**
	 * How many more shards a participant may be given.
	 * @param participant the participant
	 * @return 0 or more
	 */
	int room(int participant) {
		Integer max = this.participants[participant].maxShards();
		return (max != null) ? Math.max(0, max - this.held[participant]) : Integer.MAX_VALUE;
	}

	void place(int shard, int participant) {
		this.target[shard] = participant;
		this.held[participant]++;
		this.placed++;
	}

	void take(int shard) {
		this.held[this.target[shard]]--;
		this.placed--;
		this.target[shard] = NONE;
	}

	/**
	 * Orders shards by size.
	 * @param some shards
	 * @return the same shards, the largest first
	 */
	int[] largestFirst(int[] some) {
		return Arrays.stream(some).boxed().sorted((a, b) -> {
			int bySize = Double.compare(this.sizes[b], this.sizes[a]);
			return (bySize != 0) ? bySize : Integer.compare(a, b);
		}).mapToInt(Integer::intValue).toArray();
	}

	/**
	 * Whether a participant could own a shard if it were not draining and had room.
	 * @param shard the shard
	 * @param participant the participant
	 * @return whether tags, weight, pin and failures allow it
	 */
	boolean suits(int shard, int participant) {
		Participant candidate = this.participants[participant];
		String pin = this.shards[shard].pin();
		return candidate.weight() > 0 && candidate.tags().containsAll(this.shards[shard].tags())
				&& !excluded(shard).contains(candidate.id()) && (pin == null || pin.equals(candidate.id()));
	}

}
