package dev.sm.benchmarks.checker;

/**
 * Where the parts of a state are. A state is an array of small numbers: the store, then
 * three processes, then two controllers.
 */
final class Layout {

	/** Who is controller: 0 for nobody, else one more than its number. */
	static final int CONTROLLER = 0;

	static final int TERM = 1;

	static final int COUNTER = 2;

	/** How often the controller's key may still end. */
	static final int LOSSES = 3;

	/** How often a shard may still be taken from its owner by plan. */
	static final int TAKES = 4;

	/** The highest epoch that was held, and by whom, for O2. */
	static final int HIGHEST = 5;

	static final int HIGHEST_BY = 6;

	/** Per id: the assignment document. */
	static final int DOCUMENTS = 7;

	static final int DOCUMENT = 6;

	/** Of a document: whom it speaks to, the epoch of the shard in it or 0, ... */
	static final int INC = 0;

	static final int EPOCH = 1;

	/** ... whether it is to be dropped, for whom and at which epoch, if for anybody. */
	static final int DROP = 2;

	static final int HEIR = 3;

	static final int HEIR_EPOCH = 4;

	static final int REVISION = 5;

	/** Per id: the session that is registered. */
	static final int REGISTERED = DOCUMENTS + 2 * DOCUMENT;

	/** Per id: status, namely incarnation, revision of the document, epoch held. */
	static final int STATUS = REGISTERED + 2;

	/** Per process. */
	static final int PROCESSES = STATUS + 2 * 3;

	static final int PROCESS = 18;

	/** Of a process: 0 not started, 1 started, 2 registered, 3 over. */
	static final int PHASE = 0;

	static final int HELD = 1;

	/** The revision of the document that it has acted on. */
	static final int ACTED = 2;

	/** Whether its session lives in the store. */
	static final int SESSION = 3;

	/** Its document as it received it. */
	static final int OWN = 4;

	/** What it has read of the heir: revision of the document, registration. */
	static final int HEIR_REVISION = OWN + DOCUMENT;

	static final int HEIR_REGISTERED = HEIR_REVISION + 1;

	/** Whether an acknowledgement that gives is on its way, and what it says. */
	static final int SENT = HEIR_REGISTERED + 1;

	static final int SENT_REVISION = SENT + 1;

	static final int SENT_HEIR_REVISION = SENT + 2;

	static final int SENT_HEIR = SENT + 3;

	static final int SENT_EPOCH = SENT + 4;

	static final int SENT_REGISTERED = SENT + 5;

	/** Per controller. */
	static final int CONTROLLERS = PROCESSES + 3 * PROCESS;

	/** Of a controller: 0 none, 1 elected, 2 half read, 3 read, 4 write on its way. */
	static final int STEP = 0;

	static final int OWN_TERM = 1;

	/** What it has read: documents, counter, registrations, statuses. */
	static final int READ_DOCUMENTS = 2;

	static final int READ_COUNTER = READ_DOCUMENTS + 2 * DOCUMENT;

	static final int READ_REGISTERED = READ_COUNTER + 1;

	static final int READ_STATUS = READ_REGISTERED + 2;

	static final int WORK = READ_STATUS + 2 * 3;

	static final int TARGET = WORK + 1;

	static final int CONTROLLER_SIZE = TARGET + 1;

	static final int SIZE = CONTROLLERS + 2 * CONTROLLER_SIZE;

	private Layout() {
	}

	static int document(int id) {
		return DOCUMENTS + id * DOCUMENT;
	}

	static int process(int process) {
		return PROCESSES + process * PROCESS;
	}

	static int controller(int controller) {
		return CONTROLLERS + controller * CONTROLLER_SIZE;
	}

}
