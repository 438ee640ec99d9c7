package dev.sm.shard;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What is asked for a shard. Immutable.
 *
 * @param id identifies the shard within its service: 1 to 200 letters, digits and
 * {@code . _ - : @ + =}
 * @param task an opaque payload for the owner, at most 64 KiB, or {@code null}
 * @param weight how much of a participant it takes, in the same unit for all shards of a
 * service: more than 0, at most 1,000,000; 1 by default
 * @param pin the id of the only participant that may own it, or {@code null} for any
 * @param group shards of one group are balanced apart from those of others; {@code ""} by
 * default
 * @param tags what a participant must have, all of it, to own it
 * @param standbys how many participants keep a copy beside the owner: 0 to 16
 */
public record ShardSpec(String id, @Nullable String task, double weight, @Nullable String pin, String group,
		Set<String> tags, int standbys) {

	/** The largest task, in bytes of UTF-8. */
	public static final int MAX_TASK_BYTES = 64 * 1024;

	private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._\\-:@+=]{1,200}");

	public ShardSpec {
		checkName("id", id);
		if (task != null && task.getBytes(StandardCharsets.UTF_8).length > MAX_TASK_BYTES) {
			throw new IllegalArgumentException("'task' of shard '" + id + "' must have at most " + MAX_TASK_BYTES
					+ " bytes (had " + task.getBytes(StandardCharsets.UTF_8).length + ")");
		}
		if (!(weight > 0 && weight <= 1_000_000)) {
			throw new IllegalArgumentException(
					"'weight' of shard '" + id + "' must be more than 0 and at most 1000000 (was " + weight + ")");
		}
		if (pin != null) {
			checkName("pin", pin);
		}
		if (!group.isEmpty()) {
			checkName("group", group);
		}
		tags.forEach((tag) -> checkName("tags", tag));
		if (standbys < 0 || standbys > 16) {
			throw new IllegalArgumentException(
					"'standbys' of shard '" + id + "' must be between 0 and 16 (was " + standbys + ")");
		}
		tags = java.util.Collections.unmodifiableSet(new TreeSet<>(tags));
	}

	/**
	 * A shard with all defaults.
	 * @param id the id
	 * @return the spec
	 */
	public static ShardSpec of(String id) {
		return builder(id).build();
	}

	/**
	 * Starts a spec.
	 * @param id the id
	 * @return a builder with all defaults
	 */
	public static Builder builder(String id) {
		return new Builder(id);
	}

	/**
	 * Starts a spec from this one.
	 * @return a builder with the values of this spec
	 */
	public Builder toBuilder() {
		return new Builder(this.id).task(this.task)
			.weight(this.weight)
			.pin(this.pin)
			.group(this.group)
			.tags(this.tags)
			.standbys(this.standbys);
	}

	private static void checkName(String what, String value) {
		if (!NAME.matcher(value).matches() || value.equals(".") || value.equals("..")) {
			throw new IllegalArgumentException(
					"'" + what + "' of a shard must be 1 to 200 letters, digits or one of ._-:@+= (was '"
							+ (value.length() > 64 ? value.substring(0, 64) + "..." : value) + "')");
		}
	}

	/**
	 * Builds a spec. Not thread-safe.
	 */
	public static final class Builder {

		private final String id;

		private @Nullable String task;

		private double weight = 1;

		private @Nullable String pin;

		private String group = "";

		private Set<String> tags = Set.of();

		private int standbys;

		private Builder(String id) {
			this.id = id;
		}

		/**
		 * Sets the opaque payload for the owner.
		 * @param task the payload, or {@code null}
		 * @return this
		 */
		public Builder task(@Nullable String task) {
			this.task = task;
			return this;
		}

		/**
		 * Sets how much of a participant the shard takes.
		 * @param weight more than 0, at most 1,000,000
		 * @return this
		 */
		public Builder weight(double weight) {
			this.weight = weight;
			return this;
		}

		/**
		 * Sets the only participant that may own the shard.
		 * @param participantId its id, or {@code null} for any
		 * @return this
		 */
		public Builder pin(@Nullable String participantId) {
			this.pin = participantId;
			return this;
		}

		/**
		 * Sets the group that the shard is balanced in.
		 * @param group the group
		 * @return this
		 */
		public Builder group(String group) {
			this.group = group;
			return this;
		}

		/**
		 * Sets what a participant must have.
		 * @param tags the tags
		 * @return this
		 */
		public Builder tags(Set<String> tags) {
			this.tags = tags;
			return this;
		}

		/**
		 * Sets what a participant must have.
		 * @param tags the tags
		 * @return this
		 */
		public Builder tags(String... tags) {
			return tags(new TreeSet<>(java.util.Arrays.asList(tags)));
		}

		/**
		 * Sets how many participants keep a copy beside the owner.
		 * @param standbys 0 to 16
		 * @return this
		 */
		public Builder standbys(int standbys) {
			this.standbys = standbys;
			return this;
		}

		/**
		 * Builds the spec.
		 * @return the spec
		 * @throws IllegalArgumentException if a value is out of its range
		 */
		public ShardSpec build() {
			return new ShardSpec(this.id, this.task, this.weight, this.pin, this.group, this.tags, this.standbys);
		}

	}

}
