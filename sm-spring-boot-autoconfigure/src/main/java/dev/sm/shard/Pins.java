package dev.sm.shard;

import java.util.ArrayList;
import java.util.List;

/**
 * Places the shards that have no choice: those pinned to a participant, then those that a
 * person moved to one that can still own them.
 */
final class Pins {

	private final Model model;

	Pins(Model model) {
		this.model = model;
	}

	void place() {
		List<Integer> pinned = new ArrayList<>();
		List<Integer> preferred = new ArrayList<>();
		for (int shard : this.model.layout.pinned) {
			pinned.add(shard);
		}
		if (!this.model.request.preferred().isEmpty()) {
			for (int s = 0; s < this.model.shards.length; s++) {
				ShardSpec spec = this.model.shards[s];
				if (spec.pin() == null && this.model.request.preferred().containsKey(spec.id())) {
					preferred.add(s);
				}
			}
		}
		placeAll(pinned);
		placeAll(preferred);
	}

	/** Those that are where they should be come first, so that a limit moves none. */
	private void placeAll(List<Integer> shards) {
		shards.stream().filter((shard) -> wanted(shard) == this.model.owner[shard]).forEach(this::place);
		shards.stream().filter((shard) -> wanted(shard) != this.model.owner[shard]).forEach(this::place);
	}

	private void place(int shard) {
		int participant = wanted(shard);
		if (participant < 0 || !this.model.suits(shard, participant) || this.model.participants[participant].draining()
				|| this.model.room(participant) == 0) {
			return;
		}
		this.model.place(shard, participant);
		String id = this.model.participants[participant].id();
		this.model.why.put(shard, (this.model.shards[shard].pin() != null) ? "pinned to '" + id + "'"
				: "moved to '" + id + "' by request");
	}

	private int wanted(int shard) {
		ShardSpec spec = this.model.shards[shard];
		return this.model
			.participant((spec.pin() != null) ? spec.pin() : this.model.request.preferred().get(spec.id()));
	}

}
