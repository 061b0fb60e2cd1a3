namespace AttnGen.Generators.Parsing;

/// <summary>The metadata names that the parser looks for.</summary>
internal static class Names
{
    public const string TunableModule = "AttnGen.TunableModuleAttribute";
    public const string TuneStrategy = "AttnGen.TuneStrategyAttribute";
    public const string TuneModel = "AttnGen.TuneModelAttribute";
    public const string TuneAttention = "AttnGen.TuneAttentionAttribute";
    public const string Tune = "AttnGen.TuneAttribute";
    public const string Freeze = "AttnGen.FreezeAttribute";
    public const string Projection = "AttnGen.ProjectionAttribute";
    public const string Head = "AttnGen.HeadAttribute";
    public const string Name = "AttnGen.NameAttribute";
    public const string Grouping = "AttnGen.GroupingAttribute";
    public const string MapHead = "AttnGen.CompilerServices.TunableModuleMapAttribute";
    public const string MapMember = "AttnGen.CompilerServices.MapMemberAttribute";

    public const string Obsolete = "System.ObsoleteAttribute";
    public const string ComponentName = "TorchSharp.Utils.ComponentNameAttribute";
    public const string TorchModule = "TorchSharp.torch.nn.Module";
    public const string ModuleInterface = "TorchSharp.torch.nn.IModule";
    public const string Tensor = "TorchSharp.torch.Tensor";
    public const string Parameter = "TorchSharp.Modules.Parameter";
    public const string Linear = "TorchSharp.Modules.Linear";
    public const string ModuleList = "TorchSharp.Modules.ModuleList";
    public const string Optimizers = "TorchSharp.torch.optim";
    public const string Schedulers = "TorchSharp.torch.optim.lr_scheduler";
    public const string TorchModules = "TorchSharp.Modules";

    /// <summary>The attribute of a kind of adapter.</summary>
    public static string Of(LowRankKind kind) => $"AttnGen.{kind}Attribute";
}
