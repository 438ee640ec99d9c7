package dev.sm.manager;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.sm.coordination.Entry;
import dev.sm.shard.ShardSpec;
import org.jspecify.annotations.Nullable;

/**
 * A service's documents as last known, read. What cannot be read is kept as
 * {@link #corrupt()} and otherwise skipped in the way that cannot do harm.
 */
final class ServiceState {

	private final ServiceKeys keys;

	private final Map<String, Versioned<Registration>> registrations = new TreeMap<>();

	private final Map<String, Versioned<StatusDocument>> statuses = new TreeMap<>();

	private final Map<String, Entry> statusKeys = new TreeMap<>();

	private final Map<String, Versioned<AssignmentDocument>> assignments = new TreeMap<>();

	private final Map<String, ShardSpec> specs = new TreeMap<>();

	private final Set<String> frozen = new TreeSet<>();

	private final Map<String, Versioned<String>> moves = new TreeMap<>();

	private final Set<String> drains = new TreeSet<>();

	private final Map<String, Versioned<StateDocument>> states = new TreeMap<>();

	private final Map<String, Long> resumes = new TreeMap<>();

	private final Map<String, String> corrupt = new TreeMap<>();

	private final PlacementIndex index = new PlacementIndex();

	private final ChunkedDocuments chunked;

	private final int maxBytes;

	private ReportDocument report = new ReportDocument(Map.of());

	private @Nullable Entry controller;

	private @Nullable Long epoch;

	private long epochRevision;

	private long highestEpoch;

	private long generation;

	private long planVersion;

	private long specVersion;

	private long assignmentVersion;

	private long version;

	/**
	 * Starts with nothing known.
	 * @param documentBytes what one key may take
	 */
	ServiceState(ServiceKeys keys, Rules rules, int documentBytes) {
		this.keys = keys;
		this.chunked = new ChunkedDocuments(rules);
		this.maxBytes = documentBytes - documentBytes / 40;
	}

	/**
	 * Takes the change of one key.
	 * @param key the key
	 * @param entry the key as it is now, or {@code null} if it is absent
	 */
	void apply(String key, @Nullable Entry entry) {
		ServiceKeys.Path path = this.keys.path(key);
		String name = path.name();
		this.version++;
		this.corrupt.remove(key);
		switch (path.kind()) {
			case "participants" -> registration(name, entry);
			case "status", "assignments" -> {
				if (!this.chunked.take(key, name, entry)) {
					take(path, entry);
				}
			}
			case "specs" -> spec(name, entry);
			case "moves" -> replan(this.moves, name, versioned(entry, Wishes::readMove, null));
			case "drains" -> drain(name, entry != null);
			case "resumes" -> put(this.resumes, name, (entry != null) ? (Long) entry.revision() : null);
			case "states" -> put(this.states, name, versioned(entry, StateDocument::decode, null));
			case "controller" -> this.controller = entry;
			case "epoch" -> epoch(entry);
			case "report" -> {
				Versioned<ReportDocument> read = versioned(entry, ReportDocument::decode, null);
				this.report = (read != null) ? read.value() : new ReportDocument(Map.of());
			}
			default -> {
				// a key of a later version
			}
		}
	}

	private void take(ServiceKeys.Path path, @Nullable Entry entry) {
		if (path.kind().equals("status")) {
			status(path.name(), entry);
		}
		else {
			assignment(path.name(), entry);
		}
	}

	/**
	 * Reads documents in several keys, once all keys that have changed were taken.
	 * @param synced whether nothing is known to be missing
	 * @param listener is told the keys of those that were read, or cannot be read
	 * @return whether all keys have to be listed again, because some do not fit together
	 */
	boolean settle(boolean synced, Consumer<String> listener) {
		return this.chunked.settle(synced, (document) -> settled(document, null, listener),
				(head, reason) -> settled(head, reason, listener));
	}

	private void settled(Entry document, @Nullable String fault, Consumer<String> listener) {
		this.version++;
		this.corrupt.remove(document.key());
		take(this.keys.path(document.key()), document);
		if (fault != null) {
			this.corrupt.put(document.key(), fault);
		}
		listener.accept(document.key());
	}

	private void registration(String id, @Nullable Entry entry) {
		Versioned<Registration> after = versioned(entry, Registration::decode, (unreadable, reason) -> Registration
			.unreadable(Objects.toString(unreadable.sessionId(), Registration.UNKNOWN)));
		replan(this.registrations, id, after);
		if (after != null) {
			seen(after.value().seenEpoch());
		}
	}

	private void status(String id, @Nullable Entry entry) {
		put(this.statusKeys, id, entry);
		Versioned<StatusDocument> after = versioned(entry, StatusDocument::decode, null);
		Versioned<StatusDocument> before = put(this.statuses, id, after);
		if (after != null) {
			after.value().held().values().forEach((held) -> seen(held.epoch()));
		}
		Set<String> quarantined = (after != null) ? after.value().quarantined().keySet() : Set.of();
		if (!quarantined.equals((before != null) ? before.value().quarantined().keySet() : Set.of())) {
			this.planVersion++;
		}
	}

	private void assignment(String id, @Nullable Entry entry) {
		Versioned<AssignmentDocument> after = versioned(entry, AssignmentDocument::decode,
				(unreadable, reason) -> AssignmentDocument.unreadable());
		Versioned<AssignmentDocument> before = put(this.assignments, id, after);
		this.index.replace(id, (before != null) ? before.value().entries() : Map.of(),
				(after != null) ? after.value().entries() : Map.of());
		if (after != null) {
			after.value().entries().values().forEach((item) -> seen(item.epoch()));
		}
		if (!Objects.equals((before != null) ? before.value() : null, (after != null) ? after.value() : null)) {
			this.assignmentVersion++;
		}
		this.generation = Math.max(this.generation + 1, (after != null) ? after.revision() : 0);
	}

	private void spec(String shard, @Nullable Entry entry) {
		Versioned<ShardSpec> read = versioned(entry, (text) -> Wishes.readSpec(shard, text), null);
		if (entry != null && read == null) {
			this.frozen.add(shard);
		}
		else {
			this.frozen.remove(shard);
		}
		ShardSpec after = (read != null) ? read.value() : null;
		if (!Objects.equals(put(this.specs, shard, after), after) || entry != null && read == null) {
			this.specVersion++;
			this.planVersion++;
		}
	}

	private void drain(String participant, boolean drained) {
		if (drained ? this.drains.add(participant) : this.drains.remove(participant)) {
			this.planVersion++;
		}
	}

	private void epoch(@Nullable Entry entry) {
		Versioned<Long> read = versioned(entry, Documents::readEpoch, null);
		this.epoch = (read != null) ? read.value() : null;
		this.epochRevision = (entry != null) ? entry.revision() : 0;
		if (this.epoch != null) {
			seen(this.epoch);
		}
	}

	private void seen(long epoch) {
		this.highestEpoch = Math.max(this.highestEpoch, epoch);
	}

	private <T> void replan(Map<String, Versioned<T>> map, String name, @Nullable Versioned<T> after) {
		Versioned<T> before = put(map, name, after);
		if (!Objects.equals((before != null) ? before.value() : null, (after != null) ? after.value() : null)) {
			this.planVersion++;
		}
	}

	private static <T> @Nullable T put(Map<String, T> map, String name, @Nullable T after) {
		return (after != null) ? map.put(name, after) : map.remove(name);
	}

	private <T> @Nullable Versioned<T> versioned(@Nullable Entry entry, Function<String, T> decode,
			@Nullable BiFunction<Entry, String, T> unreadable) {
		if (entry == null) {
			return null;
		}
		try {
			return new Versioned<>(decode.apply(entry.value()), entry.revision());
		}
		catch (CorruptDocumentException ex) {
			this.corrupt.put(entry.key(), String.valueOf(ex.getMessage()));
			return (unreadable != null)
					? new Versioned<>(unreadable.apply(entry, String.valueOf(ex.getMessage())), entry.revision())
					: null;
		}
	}

	ServiceKeys keys() {
		return this.keys;
	}

	/** What a document may take in one key. */
	int maxBytes() {
		return this.maxBytes;
	}

	ChunkedDocuments chunked() {
		return this.chunked;
	}

	/** A participant's assignment document, to be changed. */
	Draft draft(String participant) {
		Versioned<Registration> registration = this.registrations.get(participant);
		return new Draft(this.assignments.get(participant), this.chunked.stored(this.keys.assignment(participant)),
				this.maxBytes, registration != null && registration.value().readsChunks());
	}

	/** The revision of the head of a document, whether it can be read or not. */
	long headRevision(String key) {
		StoredChunks chunks = this.chunked.stored(key);
		if (chunks.isChunked()) {
			return chunks.revision();
		}
		ServiceKeys.Path path = this.keys.path(key);
		Entry status = path.kind().equals("status") ? this.statusKeys.get(path.name()) : null;
		Versioned<?> order = path.kind().equals("assignments") ? this.assignments.get(path.name()) : null;
		return (status != null) ? status.revision() : (order != null) ? order.revision() : 0;
	}

	Map<String, Versioned<Registration>> registrations() {
		return this.registrations;
	}

	Map<String, Versioned<StatusDocument>> statuses() {
		return this.statuses;
	}

	/** The key of a participant's status, whether or not it can be read. */
	@Nullable Entry statusKey(String participant) {
		return this.statusKeys.get(participant);
	}

	Map<String, Versioned<AssignmentDocument>> assignments() {
		return this.assignments;
	}

	Map<String, ShardSpec> specs() {
		return this.specs;
	}

	/** The shards whose spec cannot be read: they stay as they are. */
	Set<String> frozen() {
		return this.frozen;
	}

	Map<String, Versioned<String>> moves() {
		return this.moves;
	}

	Set<String> drains() {
		return this.drains;
	}

	/** The shards whose quarantine should end, with the revision of each wish. */
	Map<String, Long> resumes() {
		return this.resumes;
	}

	/** What owners have left for those after them, by shard. */
	Map<String, Versioned<StateDocument>> states() {
		return this.states;
	}

	/** The keys that cannot be read, with the reason. */
	Map<String, String> corrupt() {
		return this.corrupt;
	}

	PlacementIndex index() {
		return this.index;
	}

	ReportDocument report() {
		return this.report;
	}

	@Nullable Entry controller() {
		return this.controller;
	}

	/** The last epoch handed out, or {@code null} if there is none that can be read. */
	@Nullable Long epoch() {
		return this.epoch;
	}

	long epochRevision() {
		return this.epochRevision;
	}

	/** The highest epoch that was ever seen, also in a store that is lost by now. */
	long highestEpoch() {
		return this.highestEpoch;
	}

	long generation() {
		return this.generation;
	}

	/** Grows with everything that a plan depends on, save for who owns what. */
	long planVersion() {
		return this.planVersion;
	}

	/** Grows with every change of what is asked for. */
	long specVersion() {
		return this.specVersion;
	}

	/** Grows with every change of who owns what. */
	long assignmentVersion() {
		return this.assignmentVersion;
	}

	/** Grows with everything. */
	long version() {
		return this.version;
	}

	@Nullable String incarnation(String participant) {
		Versioned<Registration> registration = this.registrations.get(participant);
		return (registration != null) ? registration.value().incarnation() : null;
	}

	long registrationRevision(String participant) {
		Versioned<Registration> registration = this.registrations.get(participant);
		return (registration != null) ? registration.revision() : 0;
	}

	/**
	 * The entry of a shard in a participant's document.
	 * @param participant the participant
	 * @param shard the shard
	 * @return the entry, or {@code null}
	 */
	AssignmentDocument.@Nullable Item item(String participant, String shard) {
		Versioned<AssignmentDocument> document = this.assignments.get(participant);
		return (document != null) ? document.value().entries().get(shard) : null;
	}

}
