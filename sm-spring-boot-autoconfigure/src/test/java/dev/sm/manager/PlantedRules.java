package dev.sm.manager;

import dev.sm.coordination.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * The rules of production with one of them missing each.
 */
final class PlantedRules {

	private PlantedRules() {
	}

	static Rules documentsWithoutIncarnation() {
		return new Rules() {
			@Override
			boolean addressed(AssignmentDocument document, @Nullable String incarnation) {
				return true;
			}
		};
	}

	static Rules statusWithoutDocRevision() {
		return new Rules() {
			@Override
			boolean reflects(StatusDocument status, Versioned<AssignmentDocument> document) {
				return true;
			}
		};
	}

	static Rules giveBeforeDrop() {
		return new Rules() {
			@Override
			boolean dropped(String shard, Versioned<AssignmentDocument> document, @Nullable String registered,
					StatusDocument status) {
				AssignmentDocument.Item item = document.value().entries().get(shard);
				return item != null && item.mark() == AssignmentDocument.Mark.DROP;
			}
		};
	}

	/** Neither the term nor what was read: each alone is covered by the other. */
	static Rules nothingCompared() {
		return new Rules() {
			@Override
			void compareTerm(Transaction.Builder transaction, String key, long term) {
			}

			@Override
			void compareRead(Transaction.Builder transaction, String key, long revision) {
			}
		};
	}

	static Rules termNotCompared() {
		return new Rules() {
			@Override
			void compareTerm(Transaction.Builder transaction, String key, long term) {
			}
		};
	}

	static Rules readsNotCompared() {
		return new Rules() {
			@Override
			void compareRead(Transaction.Builder transaction, String key, long revision) {
			}
		};
	}

	static Rules epochFromDocuments() {
		return new Rules() {
			@Override
			Long lastEpoch(ServiceState state) {
				return state.assignments()
					.values()
					.stream()
					.flatMap((document) -> document.value().entries().values().stream())
					.mapToLong(AssignmentDocument.Item::epoch)
					.max()
					.orElse(0);
			}
		};
	}

	static Rules registrationOverwrites() {
		return new Rules() {
			@Override
			void compareUnregistered(Transaction.Builder transaction, String key) {
			}

			@Override
			boolean waitsForOther() {
				return false;
			}
		};
	}

}
