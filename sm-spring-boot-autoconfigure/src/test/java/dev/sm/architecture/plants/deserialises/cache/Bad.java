package dev.sm.architecture.plants.deserialises.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;

class Bad {

	Object read(InputStream in) throws IOException, ClassNotFoundException {
		return new ObjectInputStream(in).readObject();
	}

}
