package offheap.parity;

/** Classes that Flink takes for pojos. */
public final class Pojos {
  public static class Click {
    public long user;
    public String url;
    public Integer count;
    public double weight;
  }

  public static class PaidClick extends Click {
    public long cents;
  }

  public static class RegisteredClick extends Click {
    public String campaign;
  }

  public static class Visit {
    public int page;
    public Click click;
    public boolean first;
  }

  private Pojos() {}
}
