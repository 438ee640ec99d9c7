package dev.sm.manager;

import dev.sm.coordination.Transaction;
import dev.sm.manager.AssignmentDocument.Item;
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

	/** Entries go when a shard is taken, and are not kept until it was dropped. */
	static Rules entryDeleted() {
		return new Rules() {
			@Override
			@Nullable Item taken(Item item) {
				return null;
			}
		};
	}

	/** An owner passes a shard on before its handler has returned. */
	static Rules passedOnBeforeDrop() {
		return new Rules() {
			@Override
			boolean passesOn(String shard, StatusDocument status) {
				return true;
			}
		};
	}

	/** An owner passes a shard on although the order to do so was changed. */
	static Rules orderNotCompared() {
		return new Rules() {
			@Override
			void compareOrder(Transaction.Builder transaction, String key, long revision) {
			}
		};
	}

	/** The heir's epoch is the one that was handed out last. */
	static Rules heirsEpochUsedTwice() {
		return new Rules() {
			@Override
			long reserved(long epoch) {
				return epoch - 1;
			}
		};
	}

	static Rules takenBeforePrepared() {
		return new Rules() {
			@Override
			boolean waitsForPrepare() {
				return false;
			}
		};
	}

	static Rules budgetIgnored() {
		return new Rules() {
			@Override
			int budget(int budget) {
				return Integer.MAX_VALUE;
			}
		};
	}

	static Rules standbyOwns() {
		return new Rules() {
			@Override
			boolean owns(Item item) {
				return item.mark() == AssignmentDocument.Mark.OWN || item.mark() == AssignmentDocument.Mark.STANDBY;
			}
		};
	}

	static Rules hungDropIsHeldOn() {
		return new Rules() {
			@Override
			boolean releasesHung() {
				return false;
			}
		};
	}

	static Rules heldBeyondTheSession() {
		return new Rules() {
			@Override
			boolean endsWithSession() {
				return false;
			}
		};
	}

	static Rules droppingNotTold() {
		return new Rules() {
			@Override
			boolean tellsDropping() {
				return false;
			}
		};
	}

	static Rules gapIgnored() {
		return new Rules() {
			@Override
			boolean readsAfterGap() {
				return false;
			}
		};
	}

	static Rules anyStateIsHandedOn() {
		return new Rules() {
			@Override
			boolean handsOn(long stateEpoch, long lastEpoch) {
				return true;
			}
		};
	}

	static Rules nothingCompared() {
		return new WithoutReads() {
			@Override
			void compareTerm(Transaction.Builder transaction, String key, long term) {
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
		return new WithoutReads();
	}

	/** What is known when the election is noticed is acted on. */
	static Rules earlyRead() {
		return new WithoutReads() {
			@Override
			boolean readsAgain() {
				return false;
			}
		};
	}

	static Rules earlyReadCompared() {
		return new Rules() {
			@Override
			boolean readsAgain() {
				return false;
			}
		};
	}

	/** An order to give is written though the heir may be to prepare no longer. */
	static Rules heirsDocumentNotCompared() {
		return new Rules() {
			@Override
			void compareRead(Transaction.Builder transaction, String key, long revision) {
			}
		};
	}

	static Rules registrationsNotCompared() {
		return new Rules() {
			@Override
			void compareRegistration(Transaction.Builder transaction, String key, long revision) {
			}
		};
	}

	/**
	 * The counter is taken as this instance remembers it, and the term is not compared;
	 * all else is.
	 */
	static Rules counterFromMemory() {
		return new Rules() {
			@Override
			void compareTerm(Transaction.Builder transaction, String key, long term) {
			}

			@Override
			void compareEpoch(Transaction.Builder transaction, String key, long revision) {
			}
		};
	}

	/** The counter is taken as this instance remembers it; all else is compared. */
	static Rules epochNotCompared() {
		return new Rules() {
			@Override
			void compareEpoch(Transaction.Builder transaction, String key, long revision) {
			}
		};
	}

	/**
	 * What was known before the election is acted on; all but the counter is compared.
	 */
	static Rules earlyReadWithoutEpoch() {
		return new Rules() {
			@Override
			boolean readsAgain() {
				return false;
			}

			@Override
			void compareEpoch(Transaction.Builder transaction, String key, long revision) {
			}
		};
	}

	/** The counter is taken as this instance remembers it. */
	static Rules counterFromMemoryWithoutTerm() {
		return new Rules() {
			@Override
			void compareTerm(Transaction.Builder transaction, String key, long term) {
			}

			@Override
			void compareEpoch(Transaction.Builder transaction, String key, long revision) {
			}

			@Override
			void compareDocument(Transaction.Builder transaction, String key, long revision) {
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

			@Override
			long highestSeen(ServiceState state) {
				return 0;
			}
		};
	}

	/** What a lost store no longer knows of is given at once. */
	static Rules lossNotNoticed() {
		return new Rules() {
			@Override
			boolean lost(ServiceState state) {
				return false;
			}
		};
	}

	/** A chunk is taken for what a document lists, whatever it is. */
	static Rules chunksNotCompared() {
		return new Rules() {
			@Override
			boolean matches(String hash, String listed) {
				return true;
			}
		};
	}

	/** A status of which only a part is written says that it is all there is. */
	static Rules partTakenForWhole() {
		return new Rules() {
			@Override
			long reflectedByPart(StatusDocument status) {
				return status.docRevision();
			}
		};
	}

	/** As versions were that have no chunks. */
	static Rules withoutChunks() {
		return new Rules() {
			@Override
			boolean knowsChunks() {
				return false;
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

	/** Compares the term only, which is enough where reads are never stale. */
	private static class WithoutReads extends Rules {

		@Override
		void compareDocument(Transaction.Builder transaction, String key, long revision) {
		}

		@Override
		void compareRegistration(Transaction.Builder transaction, String key, long revision) {
		}

		@Override
		void compareEpoch(Transaction.Builder transaction, String key, long revision) {
		}

	}

}
