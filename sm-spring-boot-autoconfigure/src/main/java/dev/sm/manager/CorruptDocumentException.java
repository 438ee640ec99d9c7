package dev.sm.manager;

/**
 * A stored document cannot be read: it is damaged, or of a version that is not known
 * here.
 */
@SuppressWarnings("serial")
class CorruptDocumentException extends RuntimeException {

	CorruptDocumentException(String message) {
		super(message);
	}

}
