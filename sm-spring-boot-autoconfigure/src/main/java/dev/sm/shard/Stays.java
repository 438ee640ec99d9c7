package dev.sm.shard;

/**
 * Leaves shards that nobody else can own on the draining participants that own them:
 * better an owner that drains than none.
 */
final class Stays {

	private final Model model;

	Stays(Model model) {
		this.model = model;
	}

	void place() {
		for (int shard = 0; shard < this.model.target.length; shard++) {
			int owner = this.model.owner[shard];
			if (this.model.target[shard] < 0 && owner >= 0 && this.model.participants[owner].draining()
					&& this.model.suits(shard, owner)) {
				this.model.place(shard, owner);
			}
		}
	}

}
