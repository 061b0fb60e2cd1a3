namespace AttnGen.Generators.Model;

internal sealed record FullMethodModel : MethodModel
{
    public override string Describe() => "full tuning";
}
