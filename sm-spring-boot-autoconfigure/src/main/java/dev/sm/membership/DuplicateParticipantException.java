package dev.sm.membership;

/**
 * Another live instance is registered under the id of this one.
 */
@SuppressWarnings("serial")
public class DuplicateParticipantException extends IllegalStateException {

	private final String participantId;

	private final String service;

	public DuplicateParticipantException(String participantId, String service) {
		super("participant '" + participantId + "' of service '" + service
				+ "' is already taken by another live instance; ids must differ");
		this.participantId = participantId;
		this.service = service;
	}

	public String getParticipantId() {
		return this.participantId;
	}

	public String getService() {
		return this.service;
	}

}
