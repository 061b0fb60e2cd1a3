using System.Collections.Generic;
using System.Linq;

namespace AttnGen.Generators.Model;

internal static class MatrixNames
{
    public static readonly Matrix[] InOrder = [Matrix.Q, Matrix.K, Matrix.V];

    public static IEnumerable<Matrix> Each(this Matrix matrix) => InOrder.Where(single => (matrix & single) != 0);

    public static string Literal(this Matrix matrix) => $"global::AttnGen.Matrix.{matrix}";

    /// <summary><c>Query</c>, as the generated members are called.</summary>
    public static string Word(this Matrix matrix) => matrix switch
    {
        Matrix.Q => "Query",
        Matrix.K => "Key",
        _ => "Value",
    };

    public static string Slot(this Matrix matrix) => matrix switch
    {
        Matrix.Q => "querySlot",
        Matrix.K => "keySlot",
        _ => "valueSlot",
    };
}
