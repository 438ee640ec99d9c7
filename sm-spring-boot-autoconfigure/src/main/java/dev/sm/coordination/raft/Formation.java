package dev.sm.coordination.raft;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Decides what a member whose folder is empty does, from what the others say of
 * themselves.
 * <p>
 * It may be new, or it may have lost its disk, and then it must not vote: it may have
 * promised what it no longer knows. So it founds the group only if a majority of the
 * configured members, itself included, has nothing in its log. If a group has ever
 * decided anything, and fewer than a majority have lost their disks, no such majority
 * exists. In all other cases it joins as a stranger: it is first removed from the group,
 * if it is in there, and then added, which lets it count only once it has caught up.
 */
final class Formation {

	private Formation() {
	}

	/**
	 * Decides.
	 * @param self this member
	 * @param configured the members that the configuration names
	 * @param answers what each that answered said, by id
	 * @return what to do
	 */
	static Decision decide(MemberAddress self, List<MemberAddress> configured, Map<String, Answer> answers) {
		UUID founded = groupOf(configured);
		Set<UUID> running = new HashSet<>();
		Set<UUID> beginning = new HashSet<>();
		answers.values().forEach((answer) -> {
			if (answer.group() != null) {
				(answer.hasLog() ? running : beginning).add(answer.group());
			}
		});
		if (running.size() > 1) {
			return Decision.waitFor("the configured members belong to different groups: " + running);
		}
		if (running.size() == 1) {
			return new Decision(Action.JOIN, running.iterator().next(), "");
		}
		if (configured.stream().noneMatch((member) -> member.id().equals(self.id()))) {
			return Decision.waitFor("no member of the group has answered yet");
		}
		beginning.remove(founded);
		if (!beginning.isEmpty()) {
			return Decision.waitFor("members are configured with other 'peers' than this one");
		}
		long empty = 1 + configured.stream()
			.filter((member) -> !member.id().equals(self.id()) && answers.containsKey(member.id()))
			.count();
		int majority = configured.size() / 2 + 1;
		return (empty >= majority) ? new Decision(Action.FOUND, founded, "")
				: Decision.waitFor("only " + empty + " of the " + configured.size() + " configured members are there");
	}

	/**
	 * The id of the group that these members found.
	 * @param members the members, in any order
	 * @return the id
	 */
	static UUID groupOf(List<MemberAddress> members) {
		String names = String.join(",", members.stream().map(MemberAddress::toString).sorted().toList());
		return UUID.nameUUIDFromBytes(("sm raft group of " + names).getBytes(StandardCharsets.UTF_8));
	}

	/** What to do. */
	enum Action {

		/** Ask again later. */
		WAIT,

		/** Begin a new group with the configured members. */
		FOUND,

		/** Join a group that has begun. */
		JOIN

	}

	/**
	 * What another member says of itself.
	 *
	 * @param group its group, or {@code null} if it has none
	 * @param hasLog whether the group has ever had a leader, as far as it knows
	 */
	record Answer(@Nullable UUID group, boolean hasLog) {

	}

	/**
	 * What was decided.
	 *
	 * @param action what to do
	 * @param group the group to found or to join
	 * @param reason what it waits for
	 */
	record Decision(Action action, @Nullable UUID group, String reason) {

		static Decision waitFor(String reason) {
			return new Decision(Action.WAIT, null, reason);
		}

		UUID requiredGroup() {
			return Objects.requireNonNull(this.group);
		}

	}

}
