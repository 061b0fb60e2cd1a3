using Microsoft.CodeAnalysis.CSharp;
using static AttnGen.Generators.Tests.Sources;

namespace AttnGen.Generators.Tests.Diagnostics;

/// <summary>ATG00xx.</summary>
internal static class ShapeCases
{
    private const string Body = "public M() : base(\"M\") => RegisterComponents(); public override Tensor forward(Tensor x) => x;";

    public static IEnumerable<DiagnosticCase> All =>
    [
        new("ATG0001", "'M' is not partial, so that nothing can be generated for it. Add 'partial' to its declaration.",
            Of(Triple, declaration: "public class [|M|]"), Of(Triple)),
        new("ATG0002", "'M' is nested in 'Outer', which is not partial. Add 'partial' to the declaration of 'Outer'.",
            Usings + "public class Outer { [TunableModule] public partial class [|M|] : nn.Module<Tensor, Tensor> { " + Body + " } }",
            Usings + "public partial class Outer { [TunableModule] public partial class M : nn.Module<Tensor, Tensor> { " + Body + " } }"),
        new("ATG0003", "'M' does not derive from torch.nn.Module. Derive it from Module<Tensor, Tensor> or the like, or remove [TunableModule].",
            Usings + "[TunableModule] public partial class [|M|] { }", Of("")),
        new("ATG0004", "'M' is file-local, and generated code stands in another file. Remove 'file' from its declaration.",
            Of("", declaration: "file partial class [|M|]"), Of("", declaration: "internal partial class M")),
        new("ATG0004", "'Outer' is file-local, and generated code stands in another file. Remove 'file' from its declaration.",
            Usings + "file static partial class [|Outer|] { [TunableModule] public partial class M : nn.Module<Tensor, Tensor> { " + Body + " } }",
            Usings + "internal static partial class Outer { [TunableModule] public partial class M : nn.Module<Tensor, Tensor> { " + Body + " } }"),
        new("ATG0004", "'Local' is file-local, and generated code stands in another file. Remove 'file' from its declaration.",
            Argument("file sealed class [|Local|];"), Argument("internal sealed class Local;")),
        new("ATG0005", "'Describe' is a member that the generated part of 'M' has too. Rename it, or remove it if it does what the generated one does.",
            Of(Triple + " public void [|Describe|](AttnGen.CompilerServices.ModuleMap map) { }"),
            Of(Triple + " public void Describe(string text) { } public int BeginTuning(int a, int b) => a + b;", "[Tune(Matrix.Q)]")),
        new("ATG0005", "'Value' is a member that the generated part of 'Value' has too. Rename it, or remove it if it does what the generated one does.",
            Of(Triple) + "[TuneStrategy<M>, Tune(Matrix.V)] public static partial class [|Value|];", Of(Triple) + "[TuneStrategy<M>, Tune(Matrix.V)] public static partial class ValueOnly;"),
        new("ATG0005", "'Base.Project' is a member that the generated part of 'M' has too. Rename it, or remove it if it does what the generated one does.",
            Inherited("Project", "[|M|]"), Inherited("Reduce", "M")),
        new("ATG0006", "'Derived' has components and is not marked, although 'M' is. Mark 'Derived' with [TunableModule] too, or sessions cannot explain its parameters.",
            Of("") + "public class [|Derived|] : M { private readonly Linear extra = nn.Linear(4, 4); }",
            Of("") + "public class Derived : M { private readonly int extra = 1; public int Extra => extra; }"),
        new("ATG0006", "'Plain' has components and is not marked, although 'Derived' is. Mark 'Plain' with [TunableModule] too, or sessions cannot explain its parameters.",
            Usings + "public class Plain : nn.Module<Tensor, Tensor> { private readonly Linear extra = nn.Linear(4, 4); public Plain() : base(\"P\") => RegisterComponents(); public override Tensor forward(Tensor x) => extra.call(x); }"
                + "[TunableModule] public partial class [|Derived|] : Plain { }",
            Of("") + "[TunableModule] public partial class Derived : M { private readonly Linear extra = nn.Linear(4, 4); }"),
        new("ATG0007", "[Tune] says nothing on 'M': 'M' is not marked. Add [TunableModule] to 'M', or remove [Tune].",
            Of(Triple, "[[|Tune(Matrix.Q)|]]").Replace("[TunableModule]", "", StringComparison.Ordinal), Of(Triple, "[Tune(Matrix.Q)]")),
        new("ATG0007", "[Dora] says nothing on 'M': 'M' is not marked. Add [TunableModule] to 'M', or remove [Dora].",
            Of(Triple, "[[|Dora|]]").Replace("[TunableModule]", "", StringComparison.Ordinal), Of(Triple, "[Dora(Rank = 1), Tune(Matrix.Q)]")),
        new("ATG0007", "[Head] says nothing on 'a': 'M' is not marked. Add [TunableModule] to 'M', or remove [Head].",
            Of("[[|Head|]] private readonly Linear a = nn.Linear(4, 4);").Replace("[TunableModule]", "", StringComparison.Ordinal), Of("[Head] private readonly Linear a = nn.Linear(4, 4);")),
        new("ATG0008", "'M' is static, so that there is no model to tune. Remove 'static' and derive it from torch.nn.Module, or remove [TunableModule].",
            Usings + "[TunableModule] public static partial class [|M|] { }",
            Usings + "[TunableModule] public abstract partial class M : nn.Module<Tensor, Tensor> { protected M() : base(\"M\") { } }"),
        new("ATG0009", "The generated part of 'M' is written in C# 12, and this project compiles as C# 11.0. Set <LangVersion> to 12 or later.",
            Of(Triple, declaration: "public partial class [|M|]"), Of(Triple)) { Version = LanguageVersion.CSharp11 },
        new("ATG0010", "This constructor of 'M' never calls RegisterComponents(), so that the module has no parameters: nothing is trained, saved or moved. Call it after the last component is assigned.",
            Written("private readonly Linear a = nn.Linear(4, 4); public [|M|]() : base(\"M\") { }"),
            Written("private readonly Linear a; public M() : this(4) { } public M(int width) : base(\"M\") { a = nn.Linear(width, 4); Register(); } private void Register() => RegisterComponents();")),
        new("ATG0010", "This constructor of 'D' never calls RegisterComponents(), so that the module has no parameters: nothing is trained, saved or moved. Call it after the last component is assigned.",
            Of("") + "[TunableModule] public partial class D : M { private readonly Linear extra; public [|D|]() { extra = nn.Linear(4, 4); } }",
            Of("") + "[TunableModule] public partial class D : M { private readonly Linear extra = nn.Linear(4, 4); public D() { } }"),
        new("ATG0010", "This constructor of 'D' never calls RegisterComponents(), so that the module has no parameters: nothing is trained, saved or moved. Call it after the last component is assigned.",
            Abstract("public [|D|]() { own = nn.Linear(4, 4); }"), Abstract("public D() { own = nn.Linear(4, 4); RegisterComponents(); }")),
        new("ATG0010", "This constructor of 'D' never calls RegisterComponents(), so that the module has no parameters: nothing is trained, saved or moved. Call it after the last component is assigned.",
            Helped("Prepare"), Helped("Finish")),
        new("ATG0011", "'b' is assigned after RegisterComponents(), so that it is not registered: it is never trained, saved or moved. Move the call below the assignment.",
            Written("private readonly Linear a = nn.Linear(4, 4), b; public M() : base(\"M\") { RegisterComponents(); [|this.b|] = nn.Linear(4, 4); }"),
            Written("private readonly Linear a = nn.Linear(4, 4), b; private int width; public M() : base(\"M\") { this.b = nn.Linear(4, 4); RegisterComponents(); width = 4; } public int Width => width;")),
        new("ATG0011", "'b' is assigned after RegisterComponents(), so that it is not registered: it is never trained, saved or moved. Move the call below the assignment.",
            Written("private Linear a, b; public M() : base(\"M\") { Build(); RegisterComponents(); [|b|] = nn.Linear(4, 4); void Build() { a = nn.Linear(4, 4); } }"),
            Written("private Linear a, b; public M() : base(\"M\") { Build(); System.Action other = () => b = nn.Linear(4, 4); other(); RegisterComponents(); void Build() { a = nn.Linear(4, 4); } }").Replace("Linear a, b;", "Linear? a, b;", StringComparison.Ordinal)),
        new("ATG0011", "'a' is assigned after RegisterComponents(), so that it is not registered: it is never trained, saved or moved. Move the call below the assignment.",
            Written("private readonly Linear a; private int width; public M() : base(\"M\") { RegisterComponents(); (width, [|a|]) = (4, nn.Linear(4, 4)); } public int Width => width;"),
            Written("private readonly Linear a; private int width; public M() : base(\"M\") { (_, a) = (4, nn.Linear(4, 4)); RegisterComponents(); (width, _) = (4, a); } public int Width => width;")),
        new("ATG0012", "'M' has components and no constructor body in which RegisterComponents() is called, so that the module has no parameters. Add a constructor that calls it.",
            Usings + "[TunableModule] public partial class [|M|](string name) : nn.Module<Tensor, Tensor>(name) { private readonly Linear a = nn.Linear(4, 4); public override Tensor forward(Tensor x) => a.call(x); }",
            Usings + "[TunableModule] public partial class M(string name) : nn.Module<Tensor, Tensor>(name) { public override Tensor forward(Tensor x) => x; }"),
        new("ATG0012", "'M' has components and no constructor body in which RegisterComponents() is called, so that the module has no parameters. Add a constructor that calls it.",
            Usings + "[TunableModule] public partial class [|M|](string name) : nn.Module<Tensor, Tensor>(name) { private readonly Linear a = nn.Linear(4, 4); public M() : this(\"M\") { } public override Tensor forward(Tensor x) => a.call(x); }",
            Usings + "[TunableModule] public partial class M(string name) : nn.Module<Tensor, Tensor>(name) { private readonly Linear a = nn.Linear(4, 4); public M() : this(\"M\") { RegisterComponents(); } public override Tensor forward(Tensor x) => a.call(x); }"),
    ];

    private static string Inherited(string method, string name) => Usings
        + "public abstract class Base : nn.Module<Tensor, Tensor> { protected Base() : base(\"B\") { } protected static Tensor " + method + "(Tensor x) => x; private static Tensor BeginTuning(TuningOptions x) => zeros(4); public override Tensor forward(Tensor x) => BeginTuning(null!); }"
        + "[TunableModule, Tune(Matrix.Q)] public sealed partial class " + name + " : Base { " + Triple + " public M() => RegisterComponents(); }";

    private static string Argument(string argument) => Of(Triple, declaration: "public partial class M<T>") + argument + " [TuneStrategy<M<Local>>, Tune(Matrix.Q)] internal static partial class S;";

    private static string Abstract(string constructor) => Usings
        + "[TunableModule] public abstract partial class A : nn.Module<Tensor, Tensor> { private readonly Linear shared; protected A() : base(\"A\") { shared = nn.Linear(4, 4); } public override Tensor forward(Tensor x) => shared.call(x); }"
        + "[TunableModule] public sealed partial class D : A { private readonly Linear own; " + constructor + " public override Tensor forward(Tensor x) => own.call(base.forward(x)); }";

    private static string Helped(string method) => Usings
        + "public abstract class B(string name) : nn.Module<Tensor, Tensor>(name) { protected void Prepare() { } protected void Finish() => Register(); private void Register() => RegisterComponents(); }"
        + "[TunableModule] public sealed partial class D : B { private readonly Linear own; public " + (method == "Prepare" ? "[|D|]" : "D") + "() : base(\"D\") { own = nn.Linear(4, 4); " + method + "(); } public override Tensor forward(Tensor x) => own.call(x); }";

    private static string Written(string members) => Usings + "[TunableModule] public partial class M : nn.Module<Tensor, Tensor> { " + members + " public override Tensor forward(Tensor x) => x; }";
}
