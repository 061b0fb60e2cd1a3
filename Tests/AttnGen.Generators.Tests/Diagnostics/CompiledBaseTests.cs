namespace AttnGen.Generators.Tests.Diagnostics;

/// <summary>What a method of another assembly does cannot be read: it may register, and nobody knows when.</summary>
public sealed class CompiledBaseTests
{
    [Theory]
    [InlineData("own = nn.Linear(4, 4); Prepare();")]
    [InlineData("own = nn.Linear(4, 4); Own();")]
    [InlineData("Prepare(); own = nn.Linear(4, 4);", "ATG0010")]
    [InlineData("own = nn.Linear(4, 4);", "ATG0010")]
    [InlineData("RegisterComponents(); own = nn.Linear(4, 4); Prepare();", "ATG0011")]
    [InlineData("Prepare(); own = nn.Linear(4, 4); RegisterComponents();")]
    public async Task ItsMethodsMayRegister(string constructor, params string[] expected)
    {
        var library = GeneratorRun.Of(Sources.Usings + "public abstract class B : nn.Module<Tensor, Tensor> { protected B(string name) : base(name) { } protected void Prepare() { } }").Emit();
        var run = GeneratorRun.Of(
            Sources.Usings + "[TunableModule] public sealed partial class D : B { private readonly Linear own; public D() : base(\"D\") { " + constructor + " } private void Own() => Prepare(); public override Tensor forward(Tensor x) => own.call(x); }",
            library);

        Assert.Equal(expected, (await run.Analyze()).Select(problem => problem.Id).Where(id => id.StartsWith("ATG001", StringComparison.Ordinal)));
    }
}
