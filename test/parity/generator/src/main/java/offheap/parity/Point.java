package offheap.parity;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.Value;

/** A user-defined value without an order. */
public final class Point implements Value {
  int x;
  String label = "";

  @Override
  public void write(DataOutputView out) throws IOException {
    out.writeInt(x);
    out.writeUTF(label);
  }

  @Override
  public void read(DataInputView in) throws IOException {
    x = in.readInt();
    label = in.readUTF();
  }
}
