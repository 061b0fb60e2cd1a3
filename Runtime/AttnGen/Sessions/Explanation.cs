using System.Globalization;
using System.Text;
using AttnGen.Products;
using TorchSharp;

namespace AttnGen;

/// <summary>The text of <see cref="TuningSession.Explain"/>.</summary>
internal static class Explanation
{
    private static readonly string[] Heading = ["Group", "Parameter", "Shape", "Method", "Rate", "Decay", "Count"];

    public static string Of(TuningSession session)
    {
        var adapters = session.Plan.Groups.SelectMany(group => group.Adapted).Select(adapted => adapted.Path).ToHashSet(StringComparer.Ordinal);
        var rows = session.Groups.SelectMany(group => group.TunedParameters.Select(tuned => Row(group, tuned, adapters.Contains(tuned.Path) ? session.Strategy.Method : new FullTuning()))).ToList();
        var widths = Heading.Select((title, column) => rows.Append(Heading).Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{session.Model.GetType().Name}: {session.Strategy}");
        foreach (var row in rows.Prepend(Heading))
        {
            text.AppendLine(Line(row, widths));
        }

        text.AppendLine();
        foreach (var group in session.Groups)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{group.Name,-5}  {group.ParameterCount,11:N0} trained at {Rate(group)}");
        }

        var frozen = session.Model.parameters().Where(parameter => !parameter.requires_grad).Sum(parameter => parameter.numel());
        var all = frozen + session.TrainableCount;
        text.Append(CultureInfo.InvariantCulture, $"total  {session.TrainableCount,11:N0} of {all:N0} ({100.0 * session.TrainableCount / all:0.00} %) trained, {frozen:N0} frozen");
        text.AppendLine().Append(CultureInfo.InvariantCulture, $"AdamW ({session.KernelName}), schedule {session.Options.Schedule.InvariantText}");
        if (session.Options.Precision == Precision.BFloat16)
        {
            text.AppendLine().Append("Frozen linear layers in BFloat16, what is trained in Float32");
        }

        var users = UsedProducts.ByLayers(session.Model) ? "Project and Apply" : "DoRA's dropout";
        foreach (var kernel in UsedProducts.Of(session).GroupBy(product => (product.Kernel.Name, product.Layout, product.Type)))
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"Products by frozen weights, by {users} ({kernel.Key.Type}): {kernel.Key.Name} for {string.Join(", ", kernel.Select(product => $"[{product.OutFeatures}, {product.InFeatures}]"))}");
            if (kernel.Key.Layout is { } layout)
            {
                text.Append(CultureInfo.InvariantCulture, $"; by {layout.Name} copies");
            }

            if (kernel.Key.Type == torch.ScalarType.BFloat16 && BFloat16Processor.HasInstructions == false)
            {
                text.Append("; this processor has no instructions for it (AVX512_BF16, AMX_BF16), and Float32 is several times faster");
            }
        }

        if (session.Copies.Bytes is > 0 and var bytes)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"Copies of frozen weights take up to {bytes:N0} bytes, of the {session.Options.MaxWeightCopyBytes:N0} that they may");
        }

        text.AppendLine().AppendLine().Append("Where the numbers come from");
        AppendOrigins(text, session);
        return text.ToString();
    }

    private static void AppendOrigins(StringBuilder text, TuningSession session)
    {
        var (strategy, options) = (session.Strategy, session.Options);
        var head = session.Groups.Any(group => group.Name == PlannedGroup.HeadName) ? strategy.Head : null;
        var lines = NamedNumbers.Of(strategy.Method, strategy.Roles, head).Select(number => (Number: number, strategy.Origins))
            .Concat(NamedNumbers.Of(options).Select(number => (Number: number, options.Origins)))
            .Where(line => !line.Number.IsIdle || line.Origins.Declares(line.Number))
            .ToList();
        var (names, values) = (lines.Max(line => line.Number.Name.Length), lines.Max(line => line.Number.Text.Length));
        foreach (var (number, origins) in lines)
        {
            text.AppendLine().Append(CultureInfo.InvariantCulture, $"{number.Name.PadRight(names)}  {number.Text.PadRight(values)}  {origins.OriginOf(number)}");
        }
    }

    private static string[] Row(TuningGroup group, TunedParameter tuned, TuningMethod method) =>
    [
        group.Name,
        tuned.Path,
        $"[{string.Join(", ", tuned.Parameter.shape)}]",
        method.Name,
        Rate(group),
        Decay(tuned.IsDecayed ? group.WeightDecay : 0),
        tuned.Parameter.numel().ToString("N0", CultureInfo.InvariantCulture),
    ];

    private static string Rate(TuningGroup group) => Small(group.BaseLearningRate);

    private static string Decay(double decay) => decay is > 0 and < 1e-3 ? Small(decay) : decay.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Small(double number) => number.ToString("0.0##e-0", CultureInfo.InvariantCulture);

    private static string Line(string[] cells, int[] widths) =>
        string.Join("  ", cells.Select((cell, column) => column == cells.Length - 1 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd();
}
