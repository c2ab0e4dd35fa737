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

  public static class Event {
    public long time;
    public double price;
    public boolean paid;
    public short place;
    public String name;
    public int[] counts;
  }

  /** More fields than there are salts of hash codes. */
  public static class Wide {
    public int c00, c01, c02, c03, c04, c05, c06, c07, c08, c09;
    public int c10, c11, c12, c13, c14, c15, c16, c17, c18, c19;
    public int c20, c21, c22, c23, c24, c25, c26, c27, c28, c29;
    public int c30, c31, c32, c33, c34, c35, c36, c37, c38, c39;
  }

  private Pojos() {}
}
