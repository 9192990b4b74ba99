import {registry} from "@web/core/registry";
import {WheelPicture} from "../picture/wheel_picture";
import {WheelArchParser} from "./wheel_arch_parser";
import {WheelController} from "./wheel_controller";
import {WheelModel} from "./wheel_model";

export const wheelView = {
    type: "wheel",
    ArchParser: WheelArchParser,
    Controller: WheelController,
    Model: WheelModel,
    Renderer: WheelPicture,
    searchMenuTypes: ["filter", "favorite"],

    props: (genericProps, {ArchParser, Model, Renderer}) => ({
        ...genericProps,
        archInfo: new ArchParser().parse(genericProps.arch),
        Model,
        Renderer,
    }),
};

registry.category("views").add("wheel", wheelView);
