package dev.sm.shard;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Why shards move, stay or have no place, for people.
 */
final class Reasons {

	/** What every move starts with that nothing but the balance asks for. */
	static final String BALANCE = "for balance";

	private final Model model;

	private final Map<List<Set<String>>, String> known = new HashMap<>();

	Reasons(Model model) {
		this.model = model;
	}

	static String balance(String participant, int held, double even) {
		int floor = Rounding.floor(even);
		int ceiling = Rounding.ceiling(even);
		return BALANCE + ": '" + participant + "' held " + held + ", even share is " + floor
				+ ((ceiling > floor) ? " to " + ceiling : "");
	}

	static String load(String participant, String metric, double held, double even, double tolerance) {
		return String.format(Locale.ROOT, BALANCE + ": '%s' had %s %.4g, even share is %.4g (tolerance %.4g %%)",
				participant, metric, held, even, tolerance * 100);
	}

	static String exchange(String shard) {
		return BALANCE + ": in exchange for shard '" + shard + "'";
	}

	/**
	 * Why a shard is too hot, and what would help.
	 * @param shard the shard
	 * @return the reason
	 */
	String hot(int shard) {
		int metric = 0;
		double times = 0;
		for (int m = 0; m < this.model.sized.metrics().length; m++) {
			double needed = needed(this.model.sized.metrics()[m], shard);
			metric = (needed > times) ? m : metric;
			times = Math.max(times, needed);
		}
		String name = this.model.sized.names()[metric];
		ShardSpec spec = this.model.shards[shard];
		double value = this.model.request.loads()
			.getOrDefault(spec.id(), ShardLoad.none())
			.metrics()
			.getOrDefault(name, spec.weight());
		int standbys = this.model.copies.planned(shard).length;
		return String.format(Locale.ROOT,
				"too hot for any participant: its %s of %.4g takes the even share of a participant of weight %.3g; %s",
				name, value, times, (standbys > 0) ? standbys + " standbys can be read instead" : (spec.standbys() > 0)
						? "its standbys have no place" : "split it, or ask for standbys to read");
	}

	private double needed(double[] metric, int shard) {
		double weight = 0;
		for (Participant participant : this.model.participants) {
			weight += participant.draining() ? 0 : participant.weight();
		}
		double total = 0;
		for (int s = 0; s < metric.length; s++) {
			total += (this.model.layout.group[s] == this.model.layout.group[shard]) ? metric[s] : 0;
		}
		return metric[shard] * weight / total;
	}

	static String full(Participant participant) {
		return "'" + participant.id() + "' may hold at most " + participant.maxShards() + " (max-shards)";
	}

	/**
	 * Why a shard had to leave its owner, whatever the balance.
	 * @param shard the shard
	 * @return the reason
	 */
	String left(int shard) {
		int owner = this.model.owner[shard];
		if (owner == Model.NONE) {
			return "it had no owner";
		}
		if (owner == Model.GONE) {
			return "participant '" + this.model.request.owners().get(this.model.shards[shard].id()) + "' is gone";
		}
		Participant from = this.model.participants[owner];
		String pin = this.model.shards[shard].pin();
		if (from.draining()) {
			return "'" + from.id() + "' is draining";
		}
		if (pin != null && !pin.equals(from.id())) {
			return "pinned to '" + pin + "'";
		}
		if (from.weight() == 0) {
			return "'" + from.id() + "' has weight 0";
		}
		if (!from.tags().containsAll(this.model.shards[shard].tags())) {
			return "'" + from.id() + "' lacks the tags " + lacking(from, this.model.shards[shard].tags());
		}
		if (this.model.excluded(shard).contains(from.id())) {
			return "it failed on '" + from.id() + "'";
		}
		return full(from);
	}

	/**
	 * Why a shard has no place.
	 * @param shard the shard
	 * @return the reason
	 */
	String unplaced(int shard) {
		ShardSpec spec = this.model.shards[shard];
		if (spec.pin() != null) {
			return "pinned to '" + spec.pin() + "', " + pinned(shard, this.model.participant(spec.pin()));
		}
		return this.known.computeIfAbsent(List.of(spec.tags(), this.model.excluded(shard)),
				(any) -> nobody(spec, this.model.excluded(shard)));
	}

	private String nobody(ShardSpec spec, Set<String> excluded) {
		Participant[] all = this.model.participants;
		int tagged = 0;
		int weighty = 0;
		int allowed = 0;
		int active = 0;
		for (Participant participant : all) {
			boolean hasTags = participant.tags().containsAll(spec.tags());
			boolean hasWeight = hasTags && participant.weight() > 0;
			boolean isAllowed = hasWeight && !excluded.contains(participant.id());
			tagged += hasTags ? 1 : 0;
			weighty += hasWeight ? 1 : 0;
			allowed += isAllowed ? 1 : 0;
			active += (isAllowed && !participant.draining()) ? 1 : 0;
		}
		if (all.length == 0) {
			return "there are no participants";
		}
		if (tagged == 0) {
			return "no participant has the tags " + spec.tags();
		}
		if (weighty == 0) {
			return "every participant" + (spec.tags().isEmpty() ? "" : " that has the tags " + spec.tags())
					+ " has weight 0";
		}
		if (allowed == 0) {
			return "failed on every eligible participant";
		}
		return (active == 0) ? eligible(allowed, "draining") : eligible(active, "full (max-shards)");
	}

	private static String eligible(int count, String what) {
		return (count == 1) ? "the only eligible participant is " + what
				: "all " + count + " eligible participants are " + what;
	}

	private String pinned(int shard, int participant) {
		if (participant < 0) {
			return "which is not there";
		}
		Participant pin = this.model.participants[participant];
		ShardSpec spec = this.model.shards[shard];
		if (pin.weight() == 0) {
			return "which has weight 0";
		}
		if (!pin.tags().containsAll(spec.tags())) {
			return "which lacks the tags " + lacking(pin, spec.tags());
		}
		if (this.model.excluded(shard).contains(pin.id())) {
			return "where it failed";
		}
		return pin.draining() ? "which is draining" : "which is full (max-shards)";
	}

	static Set<String> lacking(Participant participant, Set<String> tags) {
		Set<String> lacking = new TreeSet<>(tags);
		lacking.removeAll(participant.tags());
		return lacking;
	}

}
